import type { QuietClock } from './quiet-clock.ts';

/** The logger's interface and its lines as the product uses them, on the virtual clock; they go to whoever listens. */
export function lineLogger(clock: QuietClock, listen: (line: string) => void) {
  return class {
    readonly #keys: Record<string, unknown> = {};
    readonly #service: string;

    constructor({ serviceName }: { serviceName: string }) {
      this.#service = serviceName;
    }

    appendKeys(keys: Record<string, unknown>): void {
      Object.assign(this.#keys, keys);
    }

    info(message: string, fields: object): void {
      this.#log('INFO', message, fields);
    }

    warn(message: string, fields: object): void {
      this.#log('WARN', message, fields);
    }

    error(message: string, fields: object): void {
      this.#log('ERROR', message, fields);
    }

    #log(level: string, message: string, fields: object): void {
      const timestamp = new Date(clock.now()).toISOString();
      listen(JSON.stringify({ level, message, timestamp, service: this.#service, ...this.#keys, ...fields }));
    }
  };
}
