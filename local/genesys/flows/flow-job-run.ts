import { randomUUID } from 'node:crypto';
import { HOME, isInReach } from '../authorization/divisions.ts';
import { missingPermissions } from '../authorization/permissions.ts';
import { LIMITS, withoutOldest } from '../state/limits.ts';
import type { FlowJobState, FlowState, OrgState } from '../state/org-state.ts';
import { FlowSourceError, parseArchy } from './archy.ts';

const FLOW_TYPE = 'inboundshortmessage';

/** The flow of that type and name, unless it was deleted. */
export function findFlowByName(org: OrgState, type: string, name: string): FlowState | undefined {
  return org.flows.find((flow) => flow.type === type && flow.name === name && !flow.isDeleted);
}

/** Adds the version that somebody saves, or saves and publishes. */
export function addVersion(flow: FlowState, savedAt: number, savedBy: string, isPublished: boolean): void {
  const version = { number: (flow.versions.at(-1)?.number ?? 0) + 1, savedAt, savedBy, isPublished };
  const versions = [...flow.versions, version];
  const running = versions.findLast((each) => each.isPublished);
  flow.versions = withoutOldest(versions, LIMITS.flowVersions, (each) => each !== running);
}

/** A job acts with the rights of whoever registered it. */
function checkRights(org: OrgState, job: FlowJobState, existing: FlowState | undefined, divisionId: string): void {
  const client = org.clients.find(({ clientId }) => clientId === job.clientId);
  const needed = [
    existing ? 'architect:flow:edit' : 'architect:flow:add',
    'architect:flow:view',
    'architect:flow:publish',
    'routing:queue:view',
  ];
  const missing = client ? missingPermissions(client, needed) : needed;
  if (missing.length > 0) throw new FlowSourceError([`Permissions are missing: ${missing.join(', ')}`]);
  if (client && !isInReach(org, client, divisionId)) {
    throw new FlowSourceError(['Permissions are missing in the division of the flow.']);
  }
  if (existing?.lockedBy !== undefined && existing.lockedBy !== job.clientId) {
    throw new FlowSourceError([`The flow '${existing.name}' is locked by ${existing.lockedBy}.`]);
  }
}

/** Publishes a flow: a new one, or a new version of the one that has its name and type. */
function publish(org: OrgState, job: FlowJobState, at: number): string {
  const parsed = parseArchy(job.source ?? '', (name) => org.queues.filter((queue) => queue.name === name));
  const existing = findFlowByName(org, FLOW_TYPE, parsed.name);
  const division = org.divisions.find(({ name }) => name === (parsed.division ?? HOME));
  if (!division) throw new FlowSourceError([`There is no division '${parsed.division ?? HOME}' in this org.`]);
  const divisionId = existing?.divisionId ?? division.id;
  checkRights(org, job, existing, divisionId);
  const flow: FlowState = existing ?? {
    id: randomUUID(),
    name: parsed.name,
    type: FLOW_TYPE,
    versions: [],
    actions: [],
    divisionId,
    isDeleted: false,
  };
  if (!existing) org.flows.push(flow);
  if (parsed.description === undefined) delete flow.description;
  else flow.description = parsed.description;
  flow.actions = parsed.actions;
  addVersion(flow, at, job.clientId, true);
  return flow.id;
}

function run(org: OrgState, job: FlowJobState, at: number): NonNullable<FlowJobState['result']> {
  if (job.outcome === 'Failed') return { isSuccess: false, messages: job.injectedMessages ?? [] };
  try {
    return { isSuccess: true, flowId: publish(org, job, at), messages: [] };
  } catch (error) {
    if (!(error instanceof FlowSourceError)) throw error;
    return { isSuccess: false, messages: error.messages };
  }
}

/** Ends the flow jobs of an org whose time has come, in their order; says whether there were any. */
export function settleFlowJobs(org: OrgState, now: number): boolean {
  const due = org.flowJobs
    .filter(({ endsAt, result, outcome }) => !result && outcome !== 'Pending' && endsAt !== undefined && endsAt <= now)
    .sort((a, b) => (a.endsAt ?? 0) - (b.endsAt ?? 0));
  for (const job of due) {
    job.endedAt = job.endsAt ?? now;
    job.result = run(org, job, job.endedAt);
    delete job.source;
  }
  return due.length > 0;
}
