import { join } from 'node:path';
import type { CalledCommand } from '../command-line/command-line.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { deployedStack } from '../place/deployed-stack.ts';
import { placeIn } from '../place/laptop-place.ts';
import { startLocalStack } from '../place/local-stack.ts';
import type { Place } from '../place/place.ts';
import { runningWorld } from '../place/running-world.ts';
import { stateFolderFor } from '../place/state-folder.ts';
import { genesysAddress } from './genesys-address.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Where `npm start` works: the stack of `--stack`, the local world that runs already, or one that ends with the command.
 * @throws CommandError for options that don't go together
 */
export async function startPlace({ globals, input }: CalledCommand, say: (text: string) => void): Promise<Place> {
  const { stack, state } = globals;
  const { fresh, genesysUrl: given } = input.options;
  const isFresh = fresh === true;
  const genesysUrl = typeof given === 'string' ? genesysAddress(given) : undefined;
  if (stack !== undefined) {
    refuseOfThisMachine([isFresh ? '--fresh' : [], genesysUrl === undefined ? [] : '--genesys-url'].flat());
    const place = await deployedStack(stack);
    say(`The stack ${stack} in account ${place.parts.account}, ${place.parts.region}\n`);
    return place;
  }
  const stateFolder = state ?? stateFolderFor(root, genesysUrl);
  const running = await runningWorld(stateFolder);
  if (running === undefined) return ownWorld(stateFolder, genesysUrl, isFresh, say);
  if (!isFresh) return placeIn(running);
  throw new CommandError(
    `a local world runs in ${stateFolder} (process ${running.pid}) and can't be forgotten meanwhile.`,
    'End it first: npx lab-sms local --stop.',
    { exitCode: EXIT.surroundings },
  );
}

function refuseOfThisMachine(options: readonly string[]): void {
  if (options.length === 0) return;
  throw new CommandError(
    `${options.join(' and ')} can't go with --stack.`,
    'Leave one of them out: only what runs on this machine has it.',
  );
}

async function ownWorld(
  stateFolder: string,
  genesysUrl: string | undefined,
  isFresh: boolean,
  say: (text: string) => void,
): Promise<Place> {
  const started = Date.now();
  say('Starting the local AWS and the simulated Genesys Cloud (the first time, the stack is synthesised) ...');
  const stack = await startLocalStack({ root, genesysUrl, isFresh, stateFolder });
  const { awsUrl, genesysUrl: url } = stack.laptop;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`  ready after ${seconds} s: AWS at ${awsUrl}, Genesys at ${url}\n`);
  return stack;
}
