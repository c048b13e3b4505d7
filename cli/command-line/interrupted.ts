import type { CommandContext } from './command.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-codes.ts';

/** The last look before something is begun. @throws CommandError (exit code 130) after Ctrl-C, when nothing has been */
export function refuseInterrupted({ interrupted }: CommandContext): void {
  if (!interrupted.aborted) return;
  throw new CommandError('you pressed Ctrl-C before anything was begun.', 'Nothing was changed.', {
    exitCode: EXIT.detached,
  });
}
