import { QueryError } from './query-error.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Goes through a query token by token. Keywords are read in any case. */
export class TokenReader {
  readonly query: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(query: string) {
    this.query = query;
    this.#tokens = tokensOf(query);
  }

  /** The token ahead: the next one, or one further on. */
  peek(further = 0): Token {
    const end = this.query.length;
    return this.#tokens[this.#at + further] ?? { kind: 'end', text: 'the end of the query', start: end, end };
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Where the last token that was read ends. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  isNext(text: string, further = 0): boolean {
    const { kind, text: found } = this.peek(further);
    return (kind === 'symbol' && found === text) || (kind === 'word' && found.toLowerCase() === text);
  }

  /** Takes the symbol or keyword if it is next. */
  takeIf(text: string): boolean {
    const taken = this.isNext(text);
    if (taken) this.#at += 1;
    return taken;
  }

  take(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected(`"${text}"`);
  }

  /** The name of a field: a word, or anything in backticks. */
  fieldName(what = 'the name of a field'): Token {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'name') throw this.unexpected(what);
    return this.next();
  }

  /** One or more of something, with commas between them. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeIf(',')) items.push(read());
    return items;
  }

  unexpected(expected: string): QueryError {
    const token = this.peek();
    return new QueryError(`expected ${expected} instead of ${this.#shown(token)}`, token);
  }

  #shown({ kind, text, start, end }: Token): string {
    return kind === 'end' ? text : `"${this.query.slice(start, end)}"`;
  }
}
