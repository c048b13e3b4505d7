import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** A program `cdk` that does nothing but write down how it was started. */
export class FakeCdk {
  readonly #folder: string;
  readonly #calls: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'programs');
    this.#calls = join(folder, 'cdk-calls');
    mkdirSync(this.#folder, { recursive: true });
    this.endWith(0);
  }

  /** The PATH of whoever is to find it. */
  get path(): string {
    return [this.#folder, process.env.PATH].join(delimiter);
  }

  /** It forgets what it was asked, and will end with that. */
  endWith(exitCode: number): void {
    rmSync(this.#calls, { force: true });
    const program = `#!/bin/sh\necho "$AWS_REGION $*" >> '${this.#calls}'\nexit ${exitCode}\n`;
    writeFileSync(join(this.#folder, 'cdk'), program, { mode: 0o755 });
  }

  /** The region and the arguments of each start, a text each. */
  get calls(): string[] {
    return existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8').trim().split('\n') : [];
  }
}
