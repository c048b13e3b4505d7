import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { runningWorld, type RunningWorld } from './running-world.ts';

const LOOK_EVERY_MS = 50;
/** The first start synthesises the stack. */
const STARTS_WITHIN_MS = 120_000;

/** Starts a local world that outlives this command; its words go to `local.log` in the state folder. */
export async function startInBackground(
  root: string,
  stateFolder: string,
  say: (text: string) => void,
): Promise<RunningWorld> {
  say('Starting the local AWS and the simulated Genesys Cloud in the background;\nlab-sms local --stop ends them ...');
  mkdirSync(stateFolder, { recursive: true });
  const logFile = join(stateFolder, 'local.log');
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [join(root, 'cli/local.ts'), '--state', stateFolder], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  const giveUpAt = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const world = await runningWorld(stateFolder);
    if (world !== undefined) return world;
    await sleep(LOOK_EVERY_MS);
  }
  // Two commands at once: the other one's world is as good.
  const other = await runningWorld(stateFolder);
  if (other !== undefined) return other;
  throw new CommandError(
    'the local world did not start.',
    `Look at what it said: ${readFileSync(logFile, 'utf8').trim()}`,
    {
      exitCode: EXIT.surroundings,
      detail: logFile,
    },
  );
}
