import { QueryError } from './query-error.ts';
import type { Token } from './tokens.ts';

/** `(?i)` at the front, also behind ^, is the only switch that is known. */
const IGNORE_CASE = /^(\^?)\(\?i\)/;

/** The regular expression of a token between slashes. Throws QueryError when JavaScript can't read it. */
export function patternFrom(token: Token): RegExp {
  const source = token.text.replace(IGNORE_CASE, '$1');
  try {
    return new RegExp(source, source === token.text ? 's' : 'si');
  } catch (error) {
    if (error instanceof SyntaxError) throw new QueryError(error.message, token);
    throw error;
  }
}

/** Finds a text anywhere, letter for letter. */
export function textPattern(text: string): RegExp {
  return new RegExp(escaped(text), 's');
}

/** Takes apart what a glob stands for: each * becomes a group, as short as it can be, the last one as long. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split('*').map(escaped);
  const [last = '', ...before] = parts.reverse();
  const start = before.reverse().join('(.*?)');
  return new RegExp(last === '' ? `${start}(.*)` : `${start}(.*?)${last}`, 's');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
