import { UsageError } from './usage-error.ts';

/** Reads options; what they can't be read for is told with the usage below it. @throws UsageError */
export function withUsage<Options>(usage: string, read: () => Options): Options {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** The port of `--port`. @throws UsageError */
export function portNumber(port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new UsageError(`--port ${port}: must be a number from 0 to 65535, and 0 takes any free port.`);
}

/** The folder of `--state`. @throws UsageError */
export function namedFolder(state: string | undefined): string | undefined {
  if (state === '') throw new UsageError('--state names no folder.');
  return state;
}
