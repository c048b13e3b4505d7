import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { currentAssembly } from '../../local/assembly.ts';
import { assertStateFolderFree } from '../../local/aws/world-lock.ts';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { startGenesysSimulator, type GenesysSimulator, type SimulatorSeed } from '../../local/genesys/simulator.ts';
import { placeIn } from './laptop-place.ts';
import type { LaptopPlace } from './place.ts';
import { announceWorld } from './running-world.ts';
import { stateFolderFor } from './state-folder.ts';

/** How to start it. */
export interface LocalStackOptions {
  root: string;
  /** A Genesys API on this machine to be used instead of the one started here. */
  genesysUrl: string | undefined;
  /** Forget what earlier runs left. */
  isFresh: boolean;
  /** The port of the local AWS; any free one unless given. */
  port?: number;
  /** Where everything is kept; the folder of that Genesys below `.lab-sms` unless given. */
  stateFolder?: string;
}

/**
 * Starts the local AWS and, unless one is given, the simulated Genesys Cloud with the sample orgs; other commands find it by
 * its state folder.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LaptopPlace> {
  const { root, genesysUrl, isFresh, port = 0, stateFolder = stateFolderFor(root, genesysUrl) } = options;
  // Before anything there is touched: another world may be running on it.
  await assertStateFolderFree(join(stateFolder, 'aws'));
  if (isFresh) rmSync(stateFolder, { recursive: true, force: true });
  const assemblyDir = await currentAssembly(root, join(root, '.lab-sms', 'assembly'));
  let simulator: GenesysSimulator | undefined;
  if (genesysUrl === undefined) {
    const seed = JSON.parse(readFileSync(join(root, 'docs/examples/simulated-genesys.json'), 'utf8')) as SimulatorSeed;
    simulator = await startGenesysSimulator({ stateDir: join(stateFolder, 'genesys'), seed });
  }
  const url = genesysUrl ?? simulator?.url ?? '';
  let world: LocalWorld;
  try {
    world = await startLocalWorld({
      assemblyDir,
      stateDir: join(stateFolder, 'aws'),
      port,
      handlerEnvironment: { GENESYS_ENDPOINT_URL: url },
    });
  } catch (error) {
    await simulator?.close();
    throw error;
  }
  const urls = { awsUrl: world.endpointUrl, genesysUrl: url };
  const takeBack = announceWorld(stateFolder, urls);
  const close = async (): Promise<void> => {
    takeBack();
    await world.close();
    await simulator?.close();
  };
  try {
    const place = await placeIn(urls);
    return { ...place, laptop: { ...place.laptop, idle: () => world.idle() }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
