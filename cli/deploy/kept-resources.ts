import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  LEDGER_TABLE_NAME,
  STAGE_LOG_GROUP_NAME,
  STATE_MACHINE_NAMES,
  stateMachineLogGroupName,
} from '../../src/workflow/names.ts';
import type { AwsClients } from '../place/aws-clients.ts';

/**
 * What of lab-sms is in the account although no stack has it: the ledger and log groups outlive their stack and have fixed
 * names, so a new stack has to take them over.
 */
export async function keptResources(clients: AwsClients): Promise<string[]> {
  const kept: string[] = [];
  if (await isThere(clients, LEDGER_TABLE_NAME)) kept.push(LEDGER_TABLE_NAME);
  const groups = [STAGE_LOG_GROUP_NAME, ...STATE_MACHINE_NAMES.map(stateMachineLogGroupName)];
  for (const logGroupNamePrefix of groups) {
    const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    if (logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix)) kept.push(logGroupNamePrefix);
  }
  return kept;
}

async function isThere({ dynamoDb }: AwsClients, TableName: string): Promise<boolean> {
  try {
    await dynamoDb.send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return false;
    throw error;
  }
}
