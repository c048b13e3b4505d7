import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { PROJECT, type Ended } from '../../support/run-node.ts';

/** A command that has not ended yet, with nothing on its input unless given. */
export class RunningCommand {
  readonly #child: ChildProcess;
  readonly #printed = { stdout: '', stderr: '' };
  readonly #closed: Promise<unknown>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, stdin = '') {
    this.#child = spawn(process.execPath, [...args], { cwd: PROJECT, env });
    this.#child.stdin?.end(stdin);
    this.#closed = once(this.#child, 'close');
    for (const stream of ['stdout', 'stderr'] as const)
      this.#child[stream]?.setEncoding('utf8').on('data', (text: string) => {
        this.#printed[stream] += text;
        this.#child.emit('printed');
      });
  }

  /** Resolves when it has printed that; fails when it ends without. */
  async prints(text: string): Promise<void> {
    while (!this.#printed.stdout.includes(text)) {
      const isOver = await Promise.race([
        once(this.#child, 'printed').then(() => false),
        this.#closed.then(() => true),
      ]);
      if (isOver && !this.#printed.stdout.includes(text))
        throw new Error(`it ended without "${text}": ${this.#printed.stdout}${this.#printed.stderr}`);
    }
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  /** Ends it where it is: nothing of it runs any more, not even what would have tidied up. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
    if (this.#child.signalCode !== 'SIGKILL')
      throw new Error(`it had ended by itself: ${this.#printed.stdout}${this.#printed.stderr}`);
  }

  /** What it left when it ended. */
  async ended(): Promise<Ended> {
    await this.#closed;
    return { exitCode: this.#child.exitCode ?? -1, ...this.#printed };
  }
}
