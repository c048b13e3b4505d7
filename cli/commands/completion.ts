import * as z from 'zod/mini';
import type {
  CommandContext,
  CommandFacts,
  CommandInput,
  CommandModule,
  CommandResult,
} from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { completionScript, SHELLS } from '../command-line/completion.ts';

/** What `lab-sms completion --json` answers. */
export const Output = z.strictObject({ shell: z.enum(SHELLS), script: z.string() });

/** The command that prints the script for a shell, out of the table of commands that it is in itself. */
export function completionOf(commands: readonly CommandFacts[]): CommandModule & { Output: typeof Output } {
  const run = (_context: CommandContext, { arguments: [named = ''] }: CommandInput): Promise<CommandResult> => {
    const shell = SHELLS.find((each) => each === named);
    if (shell === undefined)
      return Promise.reject(
        new CommandError(`"${named}" is no shell with a script.`, `Name one of ${SHELLS.join(', ')}.`),
      );
    const script = completionScript(shell, commands);
    return Promise.resolve({ json: { shell, script }, text: script });
  };
  return { run, Output };
}
