import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { arn } from '../../../local/aws/identity.ts';
import { LEDGER_TABLE_NAME, STATE_MACHINE_NAMES, secretName } from '../../../src/workflow/names.ts';
import type { Scenario } from '../../scenarios/scenario.ts';

/** Everything that a command could change: requests to Genesys, the ledger, executions, and the secrets of these orgs. */
export async function everything(scenario: Scenario, orgIds: readonly string[]): Promise<unknown> {
  const { dynamoDb, stepFunctions, secretsManager } = scenario.clients;
  const { Items } = await dynamoDb.send(new ScanCommand({ TableName: LEDGER_TABLE_NAME }));
  const executions = await Promise.all(
    STATE_MACHINE_NAMES.map(async (name) => {
      const listed = new ListExecutionsCommand({ stateMachineArn: arn('states', `stateMachine:${name}`) });
      return (await stepFunctions.send(listed)).executions?.map(({ executionArn, status }) => [executionArn, status]);
    }),
  );
  const secrets = await Promise.all(
    orgIds.map(async (id) => {
      const described = new DescribeSecretCommand({ SecretId: secretName(id) });
      const { VersionIdsToStages } = await secretsManager.send(described).catch(() => ({ VersionIdsToStages: 'none' }));
      return VersionIdsToStages;
    }),
  );
  return { requests: scenario.genesys.control.requests().length, Items, executions, secrets };
}
