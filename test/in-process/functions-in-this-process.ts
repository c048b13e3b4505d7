import { Agent } from 'node:http';
import type { LocalWorldOptions } from '../../local/aws/world.ts';
import { containerCode, type ContainerCode } from './container-code.ts';
import { ContainerHost } from './container-host.ts';
import { QuietClock } from './quiet-clock.ts';
import type { ContainerLine, ContainerTap } from './treatment.ts';

/** A moment to begin at, the same in every run. */
const START_MS = Date.parse('2026-03-02T09:00:00.000Z');

/** Bundled once for all worlds of a process. */
let code: Promise<ContainerCode> | undefined;

/** A world's functions in containers of this process, and the clock by which they and the world live. */
export class FunctionsInThisProcess {
  readonly clock = new QuietClock(START_MS);
  readonly #agent = new Agent({ keepAlive: true });
  readonly #tap: ContainerTap | undefined;
  #host: ContainerHost | undefined;

  /** `tap` hears of every request of the functions; it may only let them pass. */
  constructor(tap?: ContainerTap) {
    this.#tap = tap;
  }

  /** What a world is started with; each one that is started so begins with cold functions. */
  async hosting(): Promise<Pick<LocalWorldOptions, 'functionHost'>> {
    const loaded = await (code ??= containerCode());
    return {
      functionHost: (options) => {
        const interference = this.#tap && { tap: this.#tap, line: NO_LINE, stopExecution: () => Promise.resolve() };
        this.#host = new ContainerHost(options, { code: loaded, clock: this.clock, agent: this.#agent, interference });
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

/** Every request passes, so none is led anywhere. */
const NO_LINE: ContainerLine = {
  port: 0,
  expect: () => ({}),
  hasLate: false,
  landLate: () => Promise.resolve(),
  forgetLate: () => undefined,
};
