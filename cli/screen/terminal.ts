import process from 'node:process';
import { isatty } from 'node:tty';

const STDIN = 0;
const STDOUT = 1;

/** Whether a person is there to be asked: what they type comes in, and they see what they are asked. */
export function isInteractive(): boolean {
  return isatty(STDIN) && isatty(STDOUT);
}

/** Whether stdout is a terminal that can be drawn on, in colour: not where NO_COLOR is set, nor on one that says it is dumb. */
export function isDrawable(): boolean {
  const { NO_COLOR, TERM } = process.env;
  // By the convention of no-color.org an empty NO_COLOR is none.
  return isatty(STDOUT) && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}
