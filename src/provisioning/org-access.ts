import type { Models } from 'purecloud-platform-client-v2';
import { organizationApi } from '../genesys/apis/organization-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysPermissionError } from '../genesys/errors.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { FlowSource } from './flow-source.ts';
import { findMessageFlow, messageFlowProblem, publishedFlowNow } from './message-flow.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { missingPermissions } from './permissions.ts';
import { problemsError, type Problem } from './problems.ts';
import { findQueues, getQueue, queueNameProblem, queueNumberProblem } from './queue.ts';
import { findRecipient, messageRouteProblem } from './recipient.ts';
import { ledgerNumber } from './sms-phone-number-entry.ts';
import { smsPhoneNumberProblem } from './sms-phone-number.ts';

/** What the look at an org found; nothing was changed. */
export interface OrgAccess {
  permissions: 'complete' | 'not checked';
  queueId: string;
  messageFlowId: string | null;
  smsPhoneNumber: string | null;
}

/**
 * Holds the credentials against the registered org: nothing is looked at, let alone changed, in another one.
 * @throws StageError WrongOrg
 */
export async function verifyOrgId(genesys: GenesysConnection, record: LabOrgRecord): Promise<void> {
  const org = await organizationApi(genesys).getOrganizationsMe();
  if (org.id === record.genesysOrgId) return;
  throw orgError(
    'WrongOrg',
    record,
    `its credentials belong to another org: "${org.name ?? 'no name'}" (${org.id ?? 'no id'}). Nothing was looked at or changed there. ` +
      "Correct genesysOrgId, or store the right org's client in the secret.",
  );
}

/**
 * Looks at everything that could stand in the way and changes nothing. All problems come in one error. That the org is
 * the registered one was checked when the connection was opened.
 * @throws StageError OrgNotReady (several problems), or the one problem under its own name
 */
export async function verifyOrgAccess(work: OrgWork, source: FlowSource): Promise<OrgAccess> {
  const { genesys, record } = work;
  const problems: Problem[] = [];
  const missing = await missingPermissions(genesys, record.registration);
  const refusals: string[] = [];

  /** A look that the client may not take is a missing permission, not the end of looking. */
  const look = async <T>(question: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof GenesysPermissionError)) throw error;
      refusals.push(error.message);
      return undefined;
    }
  };

  const queues = await look(() => findQueues(genesys, record.registration.queueName));
  const queue = queues === undefined ? undefined : await checkQueue(work, queues, problems, look);
  const flow = await look(() => findMessageFlow(genesys, source.name));
  if (flow !== undefined) {
    const published = await look(() => publishedFlowNow(genesys, record, flow));
    add(problems, messageFlowProblem(record, published, flow, source));
  }
  add(problems, await look(() => smsPhoneNumberProblem(record, genesys)));
  const smsPhoneNumber = ledgerNumber(record.smsPhoneNumber) ?? record.registration.sms.phoneNumber ?? null;
  if (smsPhoneNumber !== null) {
    const recipient = await look(() => findRecipient(genesys, smsPhoneNumber));
    if (recipient !== undefined) add(problems, messageRouteProblem(record, recipient));
  }

  const lacking = missing === 'not checked' ? [] : missing;
  if (lacking.length > 0 || refusals.length > 0) problems.unshift(permissionProblem(lacking, refusals));
  if (problems.length > 0) throw problemsError(record, problems);
  return {
    permissions: missing === 'not checked' ? 'not checked' : 'complete',
    queueId: queue?.id ?? '',
    messageFlowId: flow?.id ?? null,
    smsPhoneNumber,
  };
}

async function checkQueue(
  work: OrgWork,
  queues: readonly Models.Queue[],
  problems: Problem[],
  look: <T>(question: () => Promise<T>) => Promise<T | undefined>,
): Promise<Models.Queue | undefined> {
  add(problems, queueNameProblem(work.record.registration.queueName, queues));
  const id = queues.length === 1 ? queues[0]?.id : undefined;
  if (id === undefined) return undefined;
  const queue = await look(() => getQueue(work.genesys, id));
  if (queue !== undefined) add(problems, queueNumberProblem(work.record, queue));
  return queue;
}

function permissionProblem(lacking: readonly string[], refusals: readonly string[]): Problem {
  const list = lacking.length > 0 ? `its client's roles lack ${lacking.join(', ')}.` : refusals.join(' ');
  return {
    name: 'PermissionsMissing',
    message: `${list} Add them to a role of the OAuth client, in the divisions of the queue and the flow (Admin > Integrations > OAuth).`,
  };
}

function add(problems: Problem[], problem: Problem | undefined): void {
  if (problem !== undefined) problems.push(problem);
}
