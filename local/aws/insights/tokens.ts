import { QueryError } from './query-error.ts';

/** What a piece of a query is: `name` is a field in backticks, `period` something like 5m, `text` was quoted. */
export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'period' | 'regex' | 'symbol' | 'end';

/** One piece of a query. */
export interface Token {
  kind: TokenKind;
  /** Without quotes, backticks or slashes. */
  text: string;
  /** Its place in the query: the first character, and the one after the last. */
  start: number;
  end: number;
}

const BLANK = /(?:\s|#[^\n]*)+/y;
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['name', /`([^`]+)`/y],
  ['text', /"((?:[^"\\]|\\[\s\S])*)"/y],
  ['text', /'((?:[^'\\]|\\[\s\S])*)'/y],
  ['period', /(\d+[a-z]+)(?![\w.@])/iy],
  ['number', /(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.@])/iy],
  ['word', /([@A-Za-z_][\w@.]*)/y],
  ['symbol', /(=~|!=|<=|>=|[|,()[\]=<>+*/%^-])/y],
];
const REGEX = /\/((?:[^/\\\n]|\\.)+)\//y;

/** The pieces of a query, without blanks and comments. Throws QueryError where nothing known begins. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(BLANK, query, at)?.[0].length ?? 0;
    if (at >= query.length) return tokens;
    const token = tokenAt(query, at, regexMayFollow(tokens));
    tokens.push(token);
    at = token.end;
  }
}

function tokenAt(query: string, start: number, regexMayBegin: boolean): Token {
  const patterns = regexMayBegin ? [['regex', REGEX] as const, ...PATTERNS] : PATTERNS;
  for (const [kind, pattern] of patterns) {
    const found = matchAt(pattern, query, start);
    if (!found) continue;
    const inside = found[1] ?? '';
    const text = kind === 'text' ? inside.replaceAll(/\\([\s\S])/g, '$1') : inside;
    return { kind, text, start, end: start + found[0].length };
  }
  const character = query.charAt(start);
  const unended = /["'`]/.test(character) ? `: the ${character} is never closed` : '';
  throw new QueryError(`unexpected "${query.slice(start, start + 20)}"${unended}`, { start, end: query.length });
}

/** A slash begins a regular expression after `like` and `=~`, and in a `parse` command; elsewhere it divides. */
function regexMayFollow(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last && ((last.kind === 'word' && last.text.toLowerCase() === 'like') || last.text === '=~')) return true;
  const pipe = tokens.findLastIndex(({ kind, text }) => kind === 'symbol' && text === '|');
  const command = tokens[pipe + 1];
  return command?.kind === 'word' && command.text.toLowerCase() === 'parse';
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(text);
}
