import { randomUUID } from 'node:crypto';
import { connectGenesys } from '../../../src/genesys/connection.ts';
import type { ConnectionOptions, GenesysCall, GenesysConnection } from '../../../src/genesys/connection.ts';
import type { ClientTiming } from '../../../src/genesys/retry-timing.ts';

/** A clock that moves only by sleeping or by hand, and that writes down every sleep. */
export interface FakeTiming extends ClientTiming {
  sleeps: number[];
  advance(ms: number): void;
}

/** No jitter (`random` is 0); attempts time out after `requestTimeoutMs` of real time. */
export function fakeTiming(requestTimeoutMs = 5_000): FakeTiming {
  let nowMs = Date.parse('2026-11-23T12:00:00Z');
  const sleeps: number[] = [];
  return {
    sleeps,
    advance: (ms) => {
      nowMs += ms;
    },
    now: () => nowMs,
    sleep: (ms) => {
      sleeps.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    random: () => 0,
    requestTimeoutMs,
  };
}

/** A connection to a scripted server with a new org id, so that no token of another test is found. */
export interface TestConnection {
  connection: GenesysConnection;
  timing: FakeTiming;
  calls: GenesysCall[];
  genesysOrgId: string;
}

/** Connects with 25 s of fake time to spend. */
export function connectTo(
  endpointUrl: string,
  {
    timing = fakeTiming(),
    budgetMs = 25_000,
    ...options
  }: Partial<ConnectionOptions> & { timing?: FakeTiming; budgetMs?: number } = {},
): TestConnection {
  const calls: GenesysCall[] = [];
  const deadlineMs = timing.now() + budgetMs;
  const genesysOrgId = options.genesysOrgId ?? randomUUID();
  const connection = connectGenesys(
    {
      genesysRegion: 'eu-central-1',
      credentials: { clientId: '4f1c-lab-oauth', clientSecret: 'not-much-of-a-secret' },
      endpointUrl,
      remainingMs: () => deadlineMs - timing.now(),
      onCall: (call) => calls.push(call),
      ...options,
      genesysOrgId,
    },
    timing,
  );
  return { connection, timing, calls, genesysOrgId };
}

/** What a promise is rejected with; throws when it is not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise was expected to be rejected.');
}
