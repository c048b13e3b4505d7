import type { Models } from 'purecloud-platform-client-v2';
import { architectApi } from '../genesys/apis/architect-api.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import { uploadToPresignedUrl } from '../genesys/upload.ts';
import type { MessageFlowEntry, MessageFlowJob } from '../ledger/lab-org-record.ts';
import type { FlowSource } from './flow-source.ts';
import {
  findMessageFlow,
  getMessageFlow,
  isOurs,
  isUpToDate,
  mayYetRun,
  messageFlowProblem,
  readFlowJob,
} from './message-flow.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { refuse } from './problems.ts';
import { unlockMessageFlow } from './unlock-message-flow.ts';

/** A first failed job is tried once more; the second is final. */
const JOBS_PER_EXECUTION = 2;

type JobState = Models.ArchitectJobStateResponse;

/**
 * Starts the job that publishes the flow, unless the same content of ours is published or under way.
 * The job is written to the ledger before the upload, so that what comes out of it is known as ours.
 * @throws StageError MessageFlowForeign, MessageFlowLocked
 */
export async function publishMessageFlow(work: OrgWork, source: FlowSource): Promise<{ jobId: string | null }> {
  const running = work.record.messageFlow?.job;
  if (running !== undefined && !running.hasFailed) {
    const state = await readFlowJob(work.genesys, running.id);
    if (state?.status === 'Success') await recordPublished(work, running, state);
    else if (state?.status === 'Started') {
      if (running.contentHash === source.contentHash) return { jobId: running.id };
      throw notReady(work, running, 'Started');
    } else if (work.record.messageFlow?.name !== source.name && mayYetRun(running, state)) {
      // Another flow's job would be forgotten here, and what its late upload makes would be nobody's.
      throw notReady(work, running, 'Registered');
    }
  }

  await registerFlowName(work, source.name);
  const flow = await findMessageFlow(work.genesys, source.name);
  if (isUpToDate(work.record.messageFlow, flow, source)) {
    await forgetJob(work);
    audit(work, 'found done', flow?.id ?? source.name);
    return { jobId: null };
  }
  refuse(work.record, messageFlowProblem(work.record, work.record.messageFlow, flow, source));
  await unlockMessageFlow(work, flow);

  const registered = await architectApi(work.genesys).postFlowsJobs();
  const { id, presignedUrl, headers } = registered;
  if (id === undefined || presignedUrl === undefined)
    throw new Error('Genesys registered a flow job without id or upload address');
  const earlier = work.record.messageFlow;
  const job: MessageFlowJob = {
    id,
    contentHash: source.contentHash,
    previousFlowId: flow?.id ?? null,
    wasOurs: flow !== undefined && isOurs(work.record.messageFlow, flow),
    executionArn: work.executionArn,
    since: new Date().toISOString(),
    failures: failuresOf(work),
  };
  await work.change({ messageFlow: { ...earlier, name: source.name, job } });
  audit(work, 'intended', source.name, correlationIdOf(registered), { contentHash: source.contentHash, jobId: id });
  await uploadToPresignedUrl(work.genesys, presignedUrl, headers ?? {}, new TextEncoder().encode(source.yaml));
  return { jobId: id };
}

/**
 * Looks at the running job and records the published flow.
 * @throws StageError MessageFlowNotReady (waited for), MessageFlowJobFailed (goes back to publish), MessageFlowPublishFailed
 */
export async function awaitMessageFlow(
  work: OrgWork,
): Promise<{ messageFlowId: string; publishedVersion: string | null }> {
  const entry = work.record.messageFlow;
  const job = entry?.job;
  if (job === undefined) {
    if (entry?.id === undefined)
      throw orgError('MessageFlowPublishFailed', work.record, 'no flow job was started. Register again.');
    return { messageFlowId: entry.id, publishedVersion: entry.publishedVersion ?? null };
  }
  const state = await readFlowJob(work.genesys, job.id);
  if (state?.status === 'Success') {
    const published = await recordPublished(work, job, state);
    return { messageFlowId: published.id ?? '', publishedVersion: published.publishedVersion ?? null };
  }
  if (state !== undefined && state.status !== 'Failure') throw notReady(work, job, state.status ?? 'unknown');

  const messages = (state?.messages ?? []).map((message) => message.text ?? '').filter((text) => text !== '');
  const said = state === undefined ? 'the job is unknown to Genesys' : messages.join(' / ') || 'no messages were given';
  const failures = job.failures + 1;
  await work.change({ messageFlow: { ...entry, name: entry?.name ?? '', job: { ...job, failures, hasFailed: true } } });
  audit(work, 'refused', entry?.name ?? '', undefined, { jobId: job.id, contentHash: job.contentHash, said });
  const text = `publishing the flow "${entry?.name ?? ''}" failed in job ${job.id} (content ${job.contentHash.slice(0, 12)}). Genesys said: ${said.replace(/\.$/, '')}. `;
  if (failures < JOBS_PER_EXECUTION)
    throw orgError('MessageFlowJobFailed', work.record, `${text}It is tried once more.`);
  throw orgError(
    'MessageFlowPublishFailed',
    work.record,
    `${text}${
      messages.length > 0
        ? `Mend that in the org, or in flows/${work.record.registration.flow}.yaml and deploy (npm run deploy), then register again.`
        : "Where no messages were given, the client's role often lacks a flow permission (architect:flow:*, architect:job:*): look at " +
          'it, then register again; if it stays, ask Genesys Cloud support about that job.'
    }`,
  );
}

/** Another `flow` than before: the earlier one is remembered until the route has left it. */
async function registerFlowName(work: OrgWork, name: string): Promise<void> {
  const entry = work.record.messageFlow;
  if (entry === undefined || entry.name === name) return;
  const { job, superseded = [], ...earlier } = entry;
  const current = superseded.find((flow) => flow.name === name) ?? { name };
  const others = superseded.filter((flow) => flow !== current);
  await work.change({
    messageFlow: { ...current, superseded: earlier.id === undefined ? others : [...others, earlier] },
  });
}

/** What is published is what is wanted: an earlier job, failed or never uploaded, must not be waited for. */
async function forgetJob(work: OrgWork): Promise<void> {
  if (work.record.messageFlow?.job === undefined) return;
  const { job, ...entry } = work.record.messageFlow;
  await work.change({ messageFlow: entry });
}

/** Writes down what has come out of a job of ours. @throws StageError MessageFlowNotReady (waited for) */
export async function recordPublished(work: OrgWork, job: MessageFlowJob, state: JobState): Promise<MessageFlowEntry> {
  const flow = state.flow?.id === undefined ? undefined : await getMessageFlow(work.genesys, state.flow.id);
  const publishedVersion = flow?.publishedVersion?.id;
  if (flow?.id === undefined || publishedVersion === undefined)
    throw notReady(work, job, 'Success, but not visible yet');
  const earlier = work.record.messageFlow;
  const entry: MessageFlowEntry = {
    name: flow.name,
    id: flow.id,
    contentHash: job.contentHash,
    publishedVersion,
    ...(flow.savedVersion?.id === undefined ? {} : { savedVersion: flow.savedVersion.id }),
    ...(earlier?.superseded === undefined ? {} : { superseded: earlier.superseded }),
    origin: job.wasOurs ? (earlier?.origin ?? 'updated') : job.previousFlowId === null ? 'created' : 'updated',
  };
  await work.change({ messageFlow: entry });
  audit(
    work,
    'done',
    flow.id,
    correlationIdOf(flow),
    {
      contentHash: job.contentHash,
      publishedVersion,
      origin: entry.origin,
    },
    earlier,
  );
  return entry;
}

function failuresOf(work: OrgWork): number {
  const job = work.record.messageFlow?.job;
  return job?.executionArn === work.executionArn ? job.failures : 0;
}

/** The error of waiting for a flow job. */
export function notReady(work: OrgWork, job: MessageFlowJob, status: string): Error {
  return orgError('MessageFlowNotReady', work.record, `flow job ${job.id} is ${status}; waiting for it to end.`);
}

function audit(
  work: OrgWork,
  phase: 'intended' | 'done' | 'found done' | 'refused',
  resourceId: string,
  correlationId?: string,
  after?: unknown,
  before = work.record.messageFlow,
): void {
  work.audit({
    phase,
    change: 'publish inbound message flow',
    resourceId,
    before:
      before?.id === undefined ? null : { contentHash: before.contentHash, publishedVersion: before.publishedVersion },
    after,
    correlationId,
  });
}
