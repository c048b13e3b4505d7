import type { Models } from 'purecloud-platform-client-v2';
import { architectApi } from '../genesys/apis/architect-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import type { LabOrgRecord, MessageFlowJob, PublishedFlow } from '../ledger/lab-org-record.ts';
import type { FlowSource } from './flow-source.ts';
import { PAGE_SIZE, allPages } from './pages.ts';
import type { Problem } from './problems.ts';

/** The API's name for the type of an inbound message flow. */
const FLOW_TYPE = 'inboundshortmessage';

/** The inbound message flow of exactly that name, with its versions and lock, or undefined. */
export async function findMessageFlow(genesys: GenesysConnection, name: string): Promise<Models.Flow | undefined> {
  const api = architectApi(genesys);
  const flows = await allPages((pageNumber) =>
    api.getFlows({ name, type: [FLOW_TYPE], pageSize: PAGE_SIZE, pageNumber }),
  );
  const id = flows.find((flow) => flow.name === name && flow.type?.toLowerCase() === FLOW_TYPE)?.id;
  return id === undefined ? undefined : getMessageFlow(genesys, id);
}

/** The flow of that id, or undefined where there is none any more. */
export async function getMessageFlow(genesys: GenesysConnection, id: string): Promise<Models.Flow | undefined> {
  try {
    return await architectApi(genesys).getFlow(id);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/** What the ledger knows of a flow of that name: the registered one, or one that an earlier registration asked for. */
export function publishedFlow(record: LabOrgRecord, name: string): PublishedFlow | undefined {
  const entry = record.messageFlow;
  return entry?.name === name ? entry : entry?.superseded?.find((flow) => flow.name === name);
}

/** The state of a flow job, or undefined where Genesys doesn't know it (any more). */
export async function readFlowJob(
  genesys: GenesysConnection,
  jobId: string,
): Promise<Models.ArchitectJobStateResponse | undefined> {
  try {
    return await architectApi(genesys).getFlowsJob(jobId, { expand: ['messages'] });
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/** An upload is made within a call of the stage that wrote the job down; this is several times the longest one. */
const UPLOAD_MS = 3 * 60_000;

/** Whether a job runs or may begin to: one that is only registered waits for an upload that may be on its way. */
export function mayYetRun({ since }: MessageFlowJob, state: Models.ArchitectJobStateResponse | undefined): boolean {
  if (state?.status !== 'Registered') return state?.status === 'Started';
  return since !== undefined && Date.now() - Date.parse(since) < UPLOAD_MS;
}

/**
 * The same, and a flow that has come out of the ledger's job although nobody lived to write it down: the job was
 * written before its upload, so its result is ours.
 */
export async function publishedFlowNow(
  genesys: GenesysConnection,
  record: LabOrgRecord,
  flow: Models.Flow,
): Promise<PublishedFlow | undefined> {
  const known = publishedFlow(record, flow.name);
  const entry = record.messageFlow;
  const job = entry?.name === flow.name ? entry.job : undefined;
  if (job === undefined || job.hasFailed === true) return known;
  const state = await readFlowJob(genesys, job.id);
  if (state?.status !== 'Success' || state.flow?.id !== flow.id) return known;
  return {
    name: flow.name,
    contentHash: job.contentHash,
    ...(flow.id === undefined ? {} : { id: flow.id }),
    ...(flow.publishedVersion?.id === undefined ? {} : { publishedVersion: flow.publishedVersion.id }),
    ...(flow.savedVersion?.id === undefined ? {} : { savedVersion: flow.savedVersion.id }),
  };
}

/** Whether the flow is the ledger's and nobody has edited it since. */
export function isOurs(entry: PublishedFlow | undefined, flow: Models.Flow): boolean {
  return (
    entry?.id !== undefined &&
    entry.id === flow.id &&
    entry.publishedVersion === flow.publishedVersion?.id &&
    entry.savedVersion === flow.savedVersion?.id
  );
}

/** Whether the org already runs this very content, published by us. */
export function isUpToDate(
  entry: PublishedFlow | undefined,
  flow: Models.Flow | undefined,
  source: FlowSource,
): boolean {
  return flow !== undefined && isOurs(entry, flow) && entry?.contentHash === source.contentHash;
}

/** Who has the flow open in Architect, by name where Genesys tells it, or undefined. */
export function lockHolder({ lockedUser, lockedClient }: Models.Flow): string | undefined {
  return lockedUser?.name ?? lockedUser?.id ?? lockedClient?.name ?? lockedClient?.id;
}

/** Why a flow of that name must not be published over, or undefined. */
export function messageFlowProblem(
  record: LabOrgRecord,
  entry: PublishedFlow | undefined,
  flow: Models.Flow | undefined,
  source: FlowSource,
): Problem | undefined {
  if (flow === undefined || isUpToDate(entry, flow, source)) return undefined;
  if (!isOurs(entry, flow) && !record.registration.replace.includes('flow')) {
    const whose =
      entry?.id === flow.id ? 'was published by lab-sms and has been edited since' : 'was not published by lab-sms';
    return {
      name: 'MessageFlowForeign',
      message:
        `the inbound message flow "${source.name}" (${flow.id ?? 'no id'}) ${whose}. Rename or delete it in Architect, or register ` +
        'with "replace": ["flow"] to publish over it.',
    };
  }
  const holder = lockHolder(flow);
  if (holder !== undefined && !record.registration.unlockFlow) {
    return {
      name: 'MessageFlowLocked',
      message:
        `the inbound message flow "${source.name}" (${flow.id ?? 'no id'}) is locked by ${holder}, who has it open in Architect. ` +
        'Ask them to save and close it, or unlock it in Architect, then register again. To take it from them, register with ' +
        '"unlockFlow": true: what they have not saved is lost.',
    };
  }
  return undefined;
}
