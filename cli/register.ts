import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, PutSecretValueCommand, ResourceExistsException } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAB_ORGS_SOURCE, REGISTERED } from '../src/workflow/events.ts';
import { EVENT_BUS_NAME, secretName } from '../src/workflow/names.ts';
import type { ExecutionInput } from '../src/workflow/stage-input.ts';
import type { AwsClients } from './aws-clients.ts';
import { protectSecret } from './secret-policy.ts';

/** Stores an org's credentials, new or instead of the earlier ones, where only stages may read them. @throws Error */
export async function storeSecret(clients: AwsClients, genesysOrgId: string, secret: string): Promise<void> {
  const name = secretName(genesysOrgId);
  try {
    await clients.secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: secret }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await clients.secretsManager.send(new PutSecretValueCommand({ SecretId: name, SecretString: secret }));
  }
  await protectSecret(clients.secretsManager, name);
}

/** Puts a registration on the bus as whoever registers orgs does; answers the event's id. */
export function sendRegistration(clients: AwsClients, registration: unknown): Promise<string> {
  return sendRequest(clients, REGISTERED, registration);
}

/** Puts an event about a lab org on the bus; answers its id. */
export async function sendRequest(clients: AwsClients, detailType: string, detail: unknown): Promise<string> {
  const entry = {
    EventBusName: EVENT_BUS_NAME,
    Source: LAB_ORGS_SOURCE,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const answer = await clients.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  const sent = answer.Entries?.[0];
  if (sent?.EventId === undefined) {
    throw new Error(
      `the bus ${EVENT_BUS_NAME} refused "${detailType}": ${sent?.ErrorCode ?? ''} ${sent?.ErrorMessage ?? ''}`,
    );
  }
  return sent.EventId;
}

const LOOK_EVERY_MS = 100;
const LOOK_FOR_MS = 30_000;

/**
 * The execution that an event started, by its input: EventBridge does not tell. Undefined when none has started within
 * half a minute, which means that the event is still to be delivered or lies in the rule's dead-letter queue.
 */
export async function findExecution(
  clients: AwsClients,
  stateMachineName: string,
  isMeant: (input: ExecutionInput) => boolean,
): Promise<string | undefined> {
  const { stateMachines } = await clients.stepFunctions.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines?.find((machine) => machine.name === stateMachineName)?.stateMachineArn;
  const seen = new Set<string>();
  const giveUpAt = Date.now() + LOOK_FOR_MS;
  while (Date.now() < giveUpAt) {
    const { executions } = await clients.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 50 }),
    );
    for (const { executionArn } of executions ?? []) {
      if (executionArn === undefined || seen.has(executionArn)) continue;
      seen.add(executionArn);
      const { input } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      if (isMeant(JSON.parse(input ?? '{}') as ExecutionInput)) return executionArn;
    }
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}
