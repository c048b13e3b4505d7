import { CommandError } from '../command-line/command-error.ts';
import { accountClients } from './aws-clients.ts';
import { ACCOUNT_PACE } from './pace.ts';
import type { Place } from './place.ts';
import { readStackParts } from './stack-parts.ts';

/** The stack of that name in the AWS account of the environment. @throws CommandError or UsageError when it is not there, and the SDK's own errors */
export async function deployedStack(stackName: string): Promise<Place> {
  if (!/^[a-z][a-z\d-]{0,127}$/i.test(stackName))
    throw new CommandError(
      `--stack "${stackName}" is no name of a stack.`,
      'npm run deploy makes one that is called LabSms.',
    );
  const clients = accountClients();
  const region = await clients.cloudFormation.config.region();
  const parts = await readStackParts(clients.cloudFormation, stackName, region);
  return { clients, parts, pace: ACCOUNT_PACE, laptop: undefined, close: () => Promise.resolve() };
}
