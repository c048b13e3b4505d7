import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { accountClients } from '../place/aws-clients.ts';
import { lookAt, notOk, type Finding } from './finding.ts';

/** The major that the Lambdas run on; what runs here and there is the same. */
const NODE_MAJOR = 24;

/** Looks at the machine of the person: its Node and the project's packages. */
export async function lookAtMachine(root: string): Promise<Finding[]> {
  return [
    await lookAt('Node', () =>
      Number(process.versions.node.split('.')[0]) === NODE_MAJOR
        ? `version ${process.versions.node}`
        : notOk(
            `version ${process.versions.node}`,
            `Start lab-sms as npx lab-sms: it brings Node ${NODE_MAJOR} itself.`,
          ),
    ),
    await lookAt('project', () => {
      const missing = missingPackages(root);
      return missing.length === 0
        ? 'every package is installed'
        : notOk(`not installed: ${missing.slice(0, 3).join(', ')}`, 'Install the project: npm ci.');
    }),
  ];
}

function missingPackages(root: string): string[] {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>;
  const names = Object.keys({ ...wanted.dependencies, ...wanted.devDependencies });
  return names.filter((name) => !existsSync(join(root, 'node_modules', name, 'package.json')));
}

/** Looks at the AWS credentials and the region that the environment gives. */
export async function lookAtAccount(): Promise<Finding[]> {
  const clients = accountClients();
  return [
    await lookAt('region', () => clients.cloudFormation.config.region()),
    await lookAt('credentials', async () => {
      const { Arn, Account } = await clients.securityToken.send(new GetCallerIdentityCommand({}));
      // The rest of the ARN says nothing more, and is longer than a line.
      return `${Arn?.split(':').at(-1) ?? 'somebody'} in account ${Account ?? 'unknown'}`;
    }),
  ];
}
