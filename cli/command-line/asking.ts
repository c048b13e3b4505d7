import type * as prompts from '@inquirer/prompts';
import type { CommandContext } from './command.ts';
import { CommandError } from './command-error.ts';
import { EXIT } from './exit-codes.ts';

type Prompts = Pick<typeof prompts, 'confirm' | 'input' | 'password' | 'select'>;

/**
 * Asks the person at the terminal.
 * @throws CommandError (not confirmed) when the answer is Ctrl-C or the input is closed
 */
export async function ask<T>(question: (prompts: Prompts) => Promise<T>): Promise<T> {
  const loaded = await import('@inquirer/prompts');
  try {
    return await question(loaded);
  } catch (error) {
    if (error instanceof Error && /^(Exit|Abort|Cancel)Prompt/.test(error.name))
      throw new CommandError('you left the question unanswered; nothing was done.', 'Run the command again.', {
        exitCode: EXIT.notConfirmed,
      });
    throw error;
  }
}

/**
 * Has a person confirm what is going to happen, unless `--yes` has.
 * @throws CommandError (not confirmed) when they say no, or nobody can be asked
 */
export function confirm(context: CommandContext, isYes: boolean, question: string): Promise<void> {
  return confirmed(context, isYes, ({ confirm: askWhether }) => askWhether({ message: question, default: false }));
}

/**
 * Has a person type a text to confirm what can't be taken back, unless `--yes` has.
 * @throws CommandError (not confirmed) when they type anything else, or nobody can be asked
 */
export function confirmByTyping(
  context: CommandContext,
  isYes: boolean,
  question: string,
  expected: string,
): Promise<void> {
  return confirmed(context, isYes, async ({ input }) => {
    return (await input({ message: question })).trim() === expected.trim();
  });
}

async function confirmed(
  context: CommandContext,
  isYes: boolean,
  question: (prompts: Prompts) => Promise<boolean>,
): Promise<void> {
  if (isYes) return;
  if (!context.isInteractive)
    throw new CommandError(
      'nobody can be asked whether to go on: this is no terminal.',
      'Add --yes if it is to be done; nothing was done.',
      { exitCode: EXIT.notConfirmed },
    );
  if (await ask(question)) return;
  throw new CommandError('you did not confirm it; nothing was done.', 'Run the command again when you want it.', {
    exitCode: EXIT.notConfirmed,
  });
}
