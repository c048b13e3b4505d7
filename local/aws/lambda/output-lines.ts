import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Passes the lines of a sandbox's output on and tells when all lines of an invocation have come. */
export class OutputLines {
  readonly #ended = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  #isClosed = false;

  constructor(stream: Readable, onLine: (line: string) => void) {
    const lines = createInterface({ input: stream, crlfDelay: Infinity });
    lines.on('line', (line) => {
      // bootstrap.mjs closes an invocation's output with an empty line and this mark.
      if (line.startsWith('\0')) this.#end(line.slice(1));
      else if (line !== '') onLine(line);
    });
    lines.on('close', () => {
      this.#isClosed = true;
      for (const wake of this.#waiting.values()) wake();
    });
  }

  /** Resolves when the invocation's output is complete, or the stream has closed. */
  complete(requestId: string): Promise<void> {
    if (this.#isClosed || this.#ended.delete(requestId)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(requestId, resolve));
  }

  #end(requestId: string): void {
    const wake = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    if (wake) wake();
    else this.#ended.add(requestId);
  }
}
