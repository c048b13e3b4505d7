import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, readIfThere, writeWhole } from '../files.ts';
import type { AcceptedEvent } from './event.ts';

const SUFFIX = '.json';

/** The events that are accepted and not yet delivered, one file each. */
export class EventJournal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes an event down; it is on disk when this returns. */
  add(accepted: AcceptedEvent): void {
    writeWhole(this.#path(accepted), JSON.stringify(accepted));
  }

  /** Forgets an event whose targets all have it. */
  remove(accepted: AcceptedEvent): void {
    rmSync(this.#path(accepted), { force: true });
  }

  /** What an earlier process accepted and did not deliver, oldest first. */
  undelivered(): AcceptedEvent[] {
    return filesBelow(this.#folder, SUFFIX)
      .map((path) => JSON.parse(readIfThere(path) ?? '') as AcceptedEvent)
      .sort((a, b) => a.acceptedAt - b.acceptedAt);
  }

  #path({ event }: AcceptedEvent): string {
    return join(this.#folder, event.id + SUFFIX);
  }
}
