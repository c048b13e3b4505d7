import { REGION } from '../../local/aws/identity.ts';
import { STACK_NAME } from '../../lib/stack-name.ts';
import { awsClients } from './aws-clients.ts';
import { startInBackground } from './background-world.ts';
import { LAPTOP_PACE } from './pace.ts';
import type { LaptopPlace, Place } from './place.ts';
import { runningWorld, type RunningWorld } from './running-world.ts';
import { readStackParts } from './stack-parts.ts';
import { stateFolderFor } from './state-folder.ts';

/**
 * The local world of this machine: the one that runs on the state folder, else one that is started in the background and
 * stays when the command ends, so that whatever was begun goes on.
 */
export async function laptopPlace(
  root: string,
  state: string | undefined,
  say: (text: string) => void,
): Promise<Place> {
  const stateFolder = state ?? stateFolderFor(root, undefined);
  const world = (await runningWorld(stateFolder)) ?? (await startInBackground(root, stateFolder, say));
  return placeIn(world);
}

/** The stack in a world that runs, whoever has started it; closing leaves it as it is. */
export async function placeIn({
  awsUrl,
  genesysUrl,
}: Pick<RunningWorld, 'awsUrl' | 'genesysUrl'>): Promise<LaptopPlace> {
  const credentials = { accessKeyId: 'loopback', secretAccessKey: 'loopback' };
  const clients = awsClients({ endpoint: awsUrl, region: REGION, credentials });
  return {
    clients,
    parts: await readStackParts(clients.cloudFormation, STACK_NAME, REGION),
    pace: LAPTOP_PACE,
    laptop: { awsUrl, genesysUrl },
    close: () => Promise.resolve(),
  };
}
