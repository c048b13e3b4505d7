import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** One request that the simulator answered, or broke off. */
export interface RequestLogEntry {
  sequence: number;
  /** ISO 8601, the simulator's own time. */
  at: string;
  method: string;
  path: string;
  /** The SDK's name of the operation, `token`, `uploadFlow`, or `unknown`. */
  operation: string;
  /** The status, or `reset` when the connection was broken off. */
  status: number | 'reset';
  genesysOrgId?: string;
  correlationId: string;
  /** Real milliseconds until the answer was ready; an injected delay after the effect is not in it. */
  durationMs: number;
  /** The parsed JSON body; never that of a token call. One of more than 10000 characters is left out, its size told. */
  body?: unknown;
}

const parseLine = (line: string): RequestLogEntry[] => {
  try {
    return [JSON.parse(line) as RequestLogEntry];
  } catch {
    return []; // The last line of a process that was killed while it wrote.
  }
};

/** What is kept: enough for any run that somebody wants to look at, little enough to stay in memory for weeks. */
export const LONGEST_LOG = 20_000;
const LONGEST_BODY = 10_000;

function keptBody(body: unknown): unknown {
  const size = JSON.stringify(body).length;
  return size <= LONGEST_BODY ? body : `left out, ${size} characters`;
}

/** The latest requests in the order of their effects; in a file as well when there is one, which a start cuts to them. */
export class RequestLog {
  readonly #file: string | undefined;
  readonly #entries: RequestLogEntry[];

  constructor(file?: string) {
    this.#file = file;
    const kept =
      file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parseLine) : [];
    this.#entries = kept.slice(-LONGEST_LOG);
    if (file === undefined) return;
    writeFileSync(`${file}.new`, this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    renameSync(`${file}.new`, file);
  }

  add(entry: Omit<RequestLogEntry, 'sequence'>): void {
    const sequence = (this.#entries.at(-1)?.sequence ?? 0) + 1;
    const numbered = { sequence, ...entry, ...(entry.body === undefined ? {} : { body: keptBody(entry.body) }) };
    this.#entries.push(numbered);
    // Cut in batches: moving all entries for each new one would take time.
    if (this.#entries.length > LONGEST_LOG * 1.1) this.#entries.splice(0, this.#entries.length - LONGEST_LOG);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(numbered)}\n`);
  }

  /** The entries after that sequence number, the last 20000 at most. */
  after(sequence: number): RequestLogEntry[] {
    return this.#entries.slice(-LONGEST_LOG).filter((entry) => entry.sequence > sequence);
  }

  /** The last entries, the newest at the end. */
  last(count: number): RequestLogEntry[] {
    return this.#entries.slice(-count);
  }
}
