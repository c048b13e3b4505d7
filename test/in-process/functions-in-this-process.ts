import { Agent } from 'node:http';
import type { LocalWorldOptions } from '../../local/aws/world.ts';
import { containerCode, type ContainerCode } from './container-code.ts';
import { ContainerHost } from './container-host.ts';
import { QuietClock } from './quiet-clock.ts';

/** A moment to begin at, the same in every run. */
const START_MS = Date.parse('2026-03-02T09:00:00.000Z');

/** Bundled once for all worlds of a process. */
let code: Promise<ContainerCode> | undefined;

/** A world's functions in containers of this process, and the clock by which they and the world live. */
export class FunctionsInThisProcess {
  readonly clock = new QuietClock(START_MS);
  readonly #agent = new Agent({ keepAlive: true });
  #host: ContainerHost | undefined;

  /** What a world is started with; each one that is started so begins with cold functions. */
  async hosting(): Promise<Pick<LocalWorldOptions, 'functionHost'>> {
    const loaded = await (code ??= containerCode());
    return {
      functionHost: (options) => {
        this.#host = new ContainerHost(options, { code: loaded, clock: this.clock, agent: this.#agent });
        return this.#host;
      },
    };
  }

  /** The lines that the functions of the last world have logged since the last call. */
  takeLines(): string[] {
    return this.#host?.takeLines() ?? [];
  }

  /** Closes the connections that the containers have kept open. */
  close(): void {
    this.#agent.destroy();
  }
}
