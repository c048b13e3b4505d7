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
  const logFile = join(stateFolder, 'local.log');
  const log = openLog(stateFolder, logFile);
  const child = spawn(process.execPath, [join(root, 'cli/local.ts'), '--state', stateFolder], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  const giveUpAt = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < giveUpAt && child.exitCode === null && child.signalCode === null) {
    const world = await runningWorld(stateFolder);
    if (world !== undefined) return world;
    await sleep(LOOK_EVERY_MS);
  }
  // Two commands at once: the other one's world is as good.
  const other = await runningWorld(stateFolder);
  if (other !== undefined) return other;
  throw new CommandError('the local world did not start.', lastWords(logFile), {
    exitCode: EXIT.surroundings,
    detail: logFile,
  });
}

function openLog(stateFolder: string, logFile: string): number {
  try {
    mkdirSync(stateFolder, { recursive: true });
    return openSync(logFile, 'w');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(`the state folder ${stateFolder} can't be written (${why}).`, 'Name another with --state.', {
      exitCode: EXIT.surroundings,
    });
  }
}

function lastWords(logFile: string): string {
  const words = readFileSync(logFile, 'utf8').trim();
  return words === '' ? 'It left no words. Is the disk full?' : `It said: ${words}`;
}
