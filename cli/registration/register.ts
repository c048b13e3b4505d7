import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, PutSecretValueCommand, ResourceExistsException } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAB_ORGS_SOURCE, REGISTERED } from '../../src/workflow/events.ts';
import { EVENT_BUS_NAME, secretName, type STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import type { ExecutionInput } from '../../src/workflow/stage-input.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { AwsClients } from '../place/aws-clients.ts';
import { protectSecret } from './secret-policy.ts';
import { CLOCKS_APART_MS, Pauses } from '../place/pace.ts';
import type { Place } from '../place/place.ts';

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
export function sendRegistration(clients: AwsClients, registration: unknown, bus = EVENT_BUS_NAME): Promise<string> {
  return sendRequest(clients, REGISTERED, registration, bus);
}

/** Puts an event about a lab org on the bus; answers its id. @throws CommandError when the bus refuses it */
export async function sendRequest(
  clients: AwsClients,
  detailType: string,
  detail: unknown,
  bus = EVENT_BUS_NAME,
): Promise<string> {
  const entry = {
    EventBusName: bus,
    Source: LAB_ORGS_SOURCE,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const answer = await clients.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  const sent = answer.Entries?.[0];
  if (sent?.EventId === undefined) {
    throw new CommandError(
      `the bus ${bus} refused "${detailType}": ${sent?.ErrorCode ?? 'no reason is told'} ${sent?.ErrorMessage ?? ''}`.trim(),
      'No run was started. If your rights are the reason, docs/examples/operator-policy.json has those that are needed.',
      { exitCode: EXIT.failed },
    );
  }
  return sent.EventId;
}

const LOOK_FOR_MS = 30_000;

/** What tells the execution that is looked for from others. */
export interface SoughtExecution {
  stateMachine: (typeof STATE_MACHINE_NAMES)[number];
  /** Executions from long before are not asked about. */
  since: Date;
  isMeant(input: ExecutionInput): boolean;
}

/**
 * The execution that an event started, by its input: EventBridge does not tell. Undefined when none has started within
 * half a minute, which means that the event is still to be delivered or lies in the rule's dead-letter queue.
 */
export async function findExecution(place: Place, sought: SoughtExecution): Promise<string | undefined> {
  const { stepFunctions } = place.clients;
  const stateMachineArn = place.parts.stateMachineArns[sought.stateMachine];
  const earliest = sought.since.getTime() - CLOCKS_APART_MS;
  const pauses = new Pauses(place.pace);
  const seen = new Set<string>();
  const giveUpAt = Date.now() + LOOK_FOR_MS;
  while (Date.now() < giveUpAt) {
    const { executions } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 50 }));
    for (const { executionArn, startDate } of executions ?? []) {
      if (executionArn === undefined || seen.has(executionArn)) continue;
      seen.add(executionArn);
      if (startDate !== undefined && startDate.getTime() < earliest) continue;
      const { input } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      if (sought.isMeant(JSON.parse(input ?? '{}') as ExecutionInput)) return executionArn;
    }
    await sleep(pauses.next());
  }
  return undefined;
}
