import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { Pauses } from '../place/pace.ts';
import type { Place } from '../place/place.ts';

/** EventBridge and the first stage take a second or two; a slip of the pen should not cost more. */
const SOON_MS = 5_000;

/**
 * Looks again for a few seconds for what has only just been asked for, such as the run of an event that was sent a moment ago.
 * @throws CommandError (not found) of the last look, and any other error at once
 */
export async function soon<T>({ pace }: Place, look: () => Promise<T>): Promise<T> {
  const pauses = new Pauses(pace);
  const giveUpAt = Date.now() + SOON_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      const isMissing = error instanceof CommandError && error.exitCode === EXIT.notFound;
      if (!isMissing || Date.now() >= giveUpAt) throw error;
      await sleep(pauses.next());
    }
  }
}
