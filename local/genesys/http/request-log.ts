import { appendFileSync, existsSync, readFileSync } from 'node:fs';

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
  /** The parsed JSON body; never that of a token call. */
  body?: unknown;
}

const parseLine = (line: string): RequestLogEntry[] => {
  try {
    return [JSON.parse(line) as RequestLogEntry];
  } catch {
    return []; // The last line of a process that was killed while it wrote.
  }
};

/** What is kept in memory; a file keeps all of them. */
const LONGEST_LOG = 20_000;

/** The latest requests in the order of their effects; all of them in a file when there is one to append to. */
export class RequestLog {
  readonly #file: string | undefined;
  readonly #entries: RequestLogEntry[];

  constructor(file?: string) {
    this.#file = file;
    this.#entries =
      file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parseLine) : [];
    if (file !== undefined) appendFileSync(file, '\n');
  }

  add(entry: Omit<RequestLogEntry, 'sequence'>): void {
    const numbered = { sequence: (this.#entries.at(-1)?.sequence ?? 0) + 1, ...entry };
    this.#entries.push(numbered);
    if (this.#entries.length > LONGEST_LOG * 1.1) this.#entries.splice(0, this.#entries.length - LONGEST_LOG);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(numbered)}\n`);
  }

  /** The entries after that sequence number. */
  after(sequence: number): RequestLogEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }
}
