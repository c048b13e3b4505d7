import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** A local world that runs: its process, and where its AWS and its Genesys Cloud answer. */
export interface RunningWorld {
  pid: number;
  awsUrl: string;
  genesysUrl: string;
}

const ANSWERS_WITHIN_MS = 2_000;

function fileIn(stateFolder: string): string {
  return join(stateFolder, 'running.json');
}

/** The world that runs on a state folder, or undefined; one that does not answer counts as none. */
export async function runningWorld(stateFolder: string): Promise<RunningWorld | undefined> {
  const world = announcedWorld(stateFolder);
  if (world === undefined) return undefined;
  try {
    await fetch(world.awsUrl, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return world;
  } catch {
    return undefined;
  }
}

/** The world that has announced itself and whose process lives, whether it answers or not. */
export function announcedWorld(stateFolder: string): RunningWorld | undefined {
  try {
    const world = JSON.parse(readFileSync(fileIn(stateFolder), 'utf8')) as RunningWorld;
    return isAlive(world.pid) ? world : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is such a process. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Says where this process's world runs; the answer takes that back. */
export function announceWorld(stateFolder: string, urls: Omit<RunningWorld, 'pid'>): () => void {
  mkdirSync(stateFolder, { recursive: true });
  const { awsUrl, genesysUrl } = urls;
  writeFileSync(fileIn(stateFolder), JSON.stringify({ pid: process.pid, awsUrl, genesysUrl }));
  return () => {
    rmSync(fileIn(stateFolder), { force: true });
  };
}
