import { accountClients } from './aws-clients.ts';
import { ACCOUNT_PACE } from './pace.ts';
import type { Place } from './place.ts';
import { readStackParts } from './stack-parts.ts';

/** The stack of that name in the AWS account of the environment. @throws UsageError when it is not there, and the SDK's own errors */
export async function deployedStack(stackName: string): Promise<Place> {
  const clients = accountClients();
  const region = await clients.cloudFormation.config.region();
  const parts = await readStackParts(clients.cloudFormation, stackName, region);
  return { clients, parts, pace: ACCOUNT_PACE, laptop: undefined, close: () => Promise.resolve() };
}
