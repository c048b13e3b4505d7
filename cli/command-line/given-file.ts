import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

/**
 * The JSON of a file that an option names.
 * @throws CommandError that never shows a piece of the file, which may be a secret
 */
export function givenJson(option: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(`${option} ${file} can't be read (${why}).`, 'Name a JSON file that you may read.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandError(`${option} ${file} is not JSON.`, 'Mend it; docs/examples/ has samples.');
  }
}
