import { input } from '@inquirer/prompts';

/** Asks a person at the terminal to type a text. False when something else is typed, or the prompt is closed. */
export async function isTyped(question: string, expected: string): Promise<boolean> {
  try {
    return (await input({ message: question })).trim() === expected.trim();
  } catch (error) {
    // Ctrl-C or a closed input.
    if ((error as Error).name === 'ExitPromptError') return false;
    throw error;
  }
}
