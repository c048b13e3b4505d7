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
  let world: RunningWorld;
  try {
    world = JSON.parse(readFileSync(fileIn(stateFolder), 'utf8')) as RunningWorld;
    process.kill(world.pid, 0);
    await fetch(world.awsUrl, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  } catch {
    return undefined;
  }
  return world;
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
