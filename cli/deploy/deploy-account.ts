import process from 'node:process';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { readSettings, type Settings } from '../../lib/settings.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { accountClients, type AwsClients } from '../place/aws-clients.ts';
import type { CdkArguments } from './cdk.ts';

/** The AWS account that a stack is deployed to or destroyed in, and who does it. */
export interface DeployAccount {
  clients: AwsClients;
  account: string;
  region: string;
  settings: Settings;
  /** Who AWS takes the person for: an ARN. */
  caller: string;
}

/**
 * Checks what can be checked before the CDK starts: the settings, a region, credentials that AWS takes.
 * @throws UsageError naming every bad setting, and the SDK's own errors for the rest
 */
export async function openAccount(root: string, { profile }: CdkArguments): Promise<DeployAccount> {
  let settings: Settings;
  try {
    settings = readSettings(root);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const clients = accountClients();
  const region = await clients.securityToken.config.region();
  const { Account = '', Arn = '' } = await clients.securityToken.send(new GetCallerIdentityCommand({}));
  return { clients, account: Account, region, settings, caller: Arn };
}
