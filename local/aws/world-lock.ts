import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere } from './files.ts';
import { isJsonObject, parseJson } from './json.ts';

/** Who has a state folder: a process, and the endpoint at which its world can be recognised. */
export interface LockHolder {
  pid: number;
  endpointUrl: string;
  identity: string;
}

/** Another world has the state folder; the message names it. */
export class StateFolderInUseError extends Error {
  override readonly name = 'StateFolderInUseError';
}

/** Keeps a state folder to one world at a time. A lock whose world is gone is taken over. */
export class WorldLock {
  readonly #path: string;
  readonly #holder: LockHolder;

  private constructor(path: string, holder: LockHolder) {
    this.#path = path;
    this.#holder = holder;
  }

  /** Takes the folder; throws, naming the holder, when another world has it. */
  static async take(stateDir: string, holder: LockHolder): Promise<WorldLock> {
    const path = lockPath(stateDir);
    await assertStateFolderFree(stateDir);
    rmSync(path, { force: true });
    try {
      writeFileSync(path, JSON.stringify(holder), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const winner = parseHolder(readIfThere(path));
      throw taken(stateDir, winner?.endpointUrl ?? 'an address not known yet', winner?.pid ?? 0);
    }
    return new WorldLock(path, holder);
  }

  /** Gives the folder back. */
  release(): void {
    if (parseHolder(readIfThere(this.#path))?.identity === this.#holder.identity) rmSync(this.#path, { force: true });
  }
}

/** Throws StateFolderInUseError when a running world has the folder. */
export async function assertStateFolderFree(stateDir: string): Promise<void> {
  const kept = parseHolder(readIfThere(lockPath(stateDir)));
  if (kept && (await isHeld(kept))) throw taken(stateDir, kept.endpointUrl, kept.pid);
}

function lockPath(stateDir: string): string {
  return join(stateDir, 'world.lock');
}

function taken(stateDir: string, endpointUrl: string, pid: number): Error {
  return new StateFolderInUseError(
    `${stateDir} is in use by the local world at ${endpointUrl} (process ${pid}); end it, or use another folder`,
  );
}

function parseHolder(text: string | undefined): LockHolder | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  return isJsonObject(value) ? (value as unknown as LockHolder) : undefined;
}

/** A process id alone can belong to another program by now; so the world itself is asked. */
async function isHeld(holder: LockHolder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
    const response = await fetch(holder.endpointUrl, { signal: AbortSignal.timeout(2000) });
    const answer = parseJson(await response.text());
    return isJsonObject(answer) && answer.world === holder.identity;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError';
  }
}
