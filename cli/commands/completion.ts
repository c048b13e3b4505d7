import * as z from 'zod/mini';
import type { CommandContext, CommandInput, CommandResult } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { COMMANDS } from '../commands.ts';
import { completionScript, SHELLS } from '../completion.ts';

/** What `lab-sms completion --json` answers. */
export const Output = z.strictObject({ shell: z.enum(SHELLS), script: z.string() });

/** Prints the script that completes the command's line in a shell. */
export function run(_context: CommandContext, { arguments: [named = ''] }: CommandInput): Promise<CommandResult> {
  const shell = SHELLS.find((each) => each === named);
  if (shell === undefined)
    return Promise.reject(
      new CommandError(`"${named}" is no shell with a script.`, `Name one of ${SHELLS.join(', ')}.`),
    );
  const script = completionScript(shell, COMMANDS);
  return Promise.resolve({ json: { shell, script }, text: script });
}
