import type { Models } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysPermissionError } from '../genesys/errors.ts';
import type { LabOrgRecord, PublishedFlow } from '../ledger/lab-org-record.ts';
import type { FlowSource } from './flow-source.ts';
import { findMessageFlow, messageFlowProblem, publishedFlowNow } from './message-flow.ts';
import { missingPermissions } from './permissions.ts';
import type { Problem } from './problems.ts';
import { findQueues, getQueue, queueNameProblem, queueNumberProblem } from './queue.ts';
import { findRecipient, messageRouteProblem } from './recipient.ts';
import { ledgerNumber } from './sms-phone-number-entry.ts';
import { smsPhoneNumberProblem } from './sms-phone-number.ts';

/** What is to be looked at: one org and what the ledger says of it. */
export interface Surveyed {
  readonly genesys: GenesysConnection;
  readonly record: LabOrgRecord;
}

/** What an org looks like to its client; what the client may not see is missing here and is among the refusals. */
export interface OrgSurvey {
  /** The permissions that the client's roles lack. */
  lacking: readonly string[] | 'not checked';
  /** The one queue of the registered name. */
  queue: Models.Queue | undefined;
  /** The flow of the registered name, and what the ledger knows of it. */
  flow: Models.Flow | undefined;
  published: PublishedFlow | undefined;
  /** The number that the org has or is to adopt, E.164. */
  smsPhoneNumber: string | null;
  recipient: Models.Recipient | undefined;
  /** What stands in the way, without the permissions. */
  problems: Problem[];
}

/** Takes looks at an org; one that the client may not take is a missing permission, not the end of looking. */
export class Looks {
  /** What Genesys said to those that it refused. */
  readonly refusals: string[] = [];

  async take<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof GenesysPermissionError)) throw error;
      this.refusals.push(error.message);
      return undefined;
    }
  }
}

/** Looks at everything that could stand in the way, with GET calls only. */
export async function surveyOrg({ genesys, record }: Surveyed, source: FlowSource, looks: Looks): Promise<OrgSurvey> {
  const problems: Problem[] = [];
  const lacking = await missingPermissions(genesys, record.registration);
  const { queueName, sms } = record.registration;
  const queues = await looks.take(() => findQueues(genesys, queueName));
  add(problems, queues === undefined ? undefined : queueNameProblem(queueName, queues));
  const queueId = queues?.length === 1 ? queues[0]?.id : undefined;
  const queue = queueId === undefined ? undefined : await looks.take(() => getQueue(genesys, queueId));
  if (queue !== undefined) add(problems, queueNumberProblem(record, queue));
  const flow = await looks.take(() => findMessageFlow(genesys, source.name));
  const published = flow === undefined ? undefined : await looks.take(() => publishedFlowNow(genesys, record, flow));
  if (flow !== undefined) add(problems, messageFlowProblem(record, published, flow, source));
  add(problems, await looks.take(() => smsPhoneNumberProblem(record, genesys)));
  const smsPhoneNumber = ledgerNumber(record.smsPhoneNumber) ?? sms.phoneNumber ?? null;
  const recipient =
    smsPhoneNumber === null ? undefined : await looks.take(() => findRecipient(genesys, smsPhoneNumber));
  if (recipient !== undefined) add(problems, messageRouteProblem(record, recipient));
  return { lacking, queue, flow, published, smsPhoneNumber, recipient, problems };
}

/** Every problem of the org, what its client may not do first. */
export function allProblems({ lacking, problems }: OrgSurvey, { refusals }: Looks): Problem[] {
  const list = lacking === 'not checked' ? [] : lacking;
  return list.length > 0 || refusals.length > 0 ? [permissionProblem(list, refusals), ...problems] : problems;
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
