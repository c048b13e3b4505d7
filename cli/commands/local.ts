import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { CommandError } from '../command-line/command-error.ts';
import { announcedWorld, isAlive, runningWorld } from '../place/running-world.ts';
import { stateFolderFor } from '../place/state-folder.ts';

/** What `lab-sms local --json` answers. */
export const Output = z.strictObject({
  isRunning: z.boolean(),
  awsUrl: z.nullable(z.string()),
  genesysUrl: z.nullable(z.string()),
  pid: z.nullable(z.int()),
});

const LOOK_EVERY_MS = 50;
const ENDS_WITHIN_MS = 20_000;

/** Shows the local world, starting it if none runs; or ends it. */
export async function run(context: CommandContext, { options }: CommandInput): Promise<CommandResult> {
  if (context.stackName !== undefined)
    throw new CommandError(
      '--stack names a stack in an AWS account.',
      'Leave it out: the local world is on this machine.',
    );
  const stateFolder = context.stateFolder ?? stateFolderFor(context.root, undefined);
  if (options.stop === true) return stop(stateFolder);
  await context.place();
  const world = await runningWorld(stateFolder);
  if (world === undefined) throw new Error('the local world has ended again');
  const { awsUrl, genesysUrl, pid } = world;
  const text = `AWS      ${awsUrl}\nGenesys  ${genesysUrl} (open it in a browser)\nState    ${stateFolder}, process ${pid}`;
  return { json: { isRunning: true, awsUrl, genesysUrl, pid }, text };
}

async function stop(stateFolder: string): Promise<CommandResult> {
  const world = announcedWorld(stateFolder);
  const json = { isRunning: false, awsUrl: null, genesysUrl: null, pid: null };
  if (world === undefined) return { json, text: 'No local world runs here.' };
  process.kill(world.pid, 'SIGTERM');
  const giveUpAt = Date.now() + ENDS_WITHIN_MS;
  while (isAlive(world.pid)) {
    if (Date.now() >= giveUpAt)
      throw new CommandError(
        `the local world (process ${world.pid}) was asked to end, and has not within ${ENDS_WITHIN_MS / 1000} s.`,
        `End its process: kill -9 ${world.pid}. What is on disk is kept.`,
        { exitCode: EXIT.failed },
      );
    await sleep(LOOK_EVERY_MS);
  }
  return { json, text: 'The local world has ended. Everything is kept.' };
}
