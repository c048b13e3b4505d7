import type { Models } from 'purecloud-platform-client-v2';
import { checkDivision, divisionName, isInReach } from '../authorization/divisions.ts';
import { ApiError } from '../http/api-error.ts';
import { fitsList, page, sortedBy } from '../http/query.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { LIMITS, withoutOldest } from '../state/limits.ts';
import type { FlowState, FlowVersionState, OrgState } from '../state/org-state.ts';

const PATH = '/api/v2/flows';
const SORT_ORDERS = ['asc', 'desc', 'ascending', 'descending'];

/** The types that a list can be filtered by. Source: the published API document. */
const FLOW_TYPES: readonly string[] = [
  ...['bot', 'commonmodule', 'digitalbot', 'emailsend', 'inboundcall', 'inboundchat', 'inboundemail'],
  ...['inboundshortmessage', 'outboundcall', 'inqueuecall', 'inqueueemail', 'inqueueshortmessage', 'speech'],
  ...['securecall', 'surveyinvite', 'voice', 'voicemail', 'voicesurvey', 'workflow', 'workitem'],
];

/** Whoever holds a flow or saved it: an OAuth client of the org, or else a person. */
function isClient(org: OrgState, who: string): boolean {
  return org.clients.some(({ clientId }) => clientId === who);
}

const person = (name: string): Models.User => ({ id: name, name, version: 1 });

function savedBy(org: OrgState, who: string | undefined): Pick<Models.FlowVersion, 'createdBy' | 'createdByClient'> {
  if (who === undefined) return {};
  return isClient(org, who) ? { createdByClient: { id: who } } : { createdBy: person(who) };
}

function lockedBy(org: OrgState, who: string | undefined): Pick<Models.Flow, 'lockedUser' | 'lockedClient'> {
  if (who === undefined) return {};
  return isClient(org, who) ? { lockedClient: { id: who } } : { lockedUser: person(who) };
}

function flowVersion(
  org: OrgState,
  flow: FlowState,
  version: FlowVersionState,
  type: 'PUBLISH' | 'SAVE' | 'CHECKIN',
): Models.FlowVersion {
  const id = `${version.number}.0`;
  return {
    id,
    name: id,
    commitVersion: String(version.number),
    configurationVersion: id,
    type,
    secure: false,
    debug: false,
    ...savedBy(org, version.savedBy),
    dateCreated: version.savedAt,
    ...(type === 'PUBLISH' ? { datePublished: new Date(version.savedAt).toISOString() } : {}),
    selfUri: `${PATH}/${flow.id}/versions/${id}`,
  };
}

/** The version of a flow that runs; undefined when it was never published. */
export function publishedVersion(flow: FlowState): FlowVersionState | undefined {
  return flow.versions.findLast(({ isPublished }) => isPublished);
}

/** The division that a flow is in. */
export function divisionIdOf(org: OrgState, flow: FlowState): string {
  return flow.divisionId ?? org.divisionId;
}

/** A flow as the API answers it. */
export function flowBody(org: OrgState, flow: FlowState): Models.Flow {
  const published = publishedVersion(flow);
  const saved = flow.versions.at(-1);
  return {
    id: flow.id,
    name: flow.name,
    division: { id: divisionIdOf(org, flow), name: divisionName(org, divisionIdOf(org, flow)) },
    ...(flow.description === undefined ? {} : { description: flow.description }),
    type: flow.type.toUpperCase(),
    ...lockedBy(org, flow.lockedBy),
    active: published !== undefined,
    system: false,
    deleted: flow.isDeleted,
    ...(published ? { publishedVersion: flowVersion(org, flow, published, 'PUBLISH') } : {}),
    ...(saved
      ? {
          savedVersion: flowVersion(org, flow, saved, 'SAVE'),
          checkedInVersion: flowVersion(org, flow, saved, 'CHECKIN'),
        }
      : {}),
    supportedLanguages: [{ language: 'en-us', isDefault: true }],
    virtualAgentEnabled: false,
    selfUri: `${PATH}/${flow.id}`,
  };
}

const contains = (value: string | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || (value ?? '').toLowerCase().includes(wanted.toLowerCase().replaceAll('*', ''));

const SORT_KEYS: Readonly<Record<string, (flow: FlowState) => string | number | undefined>> = {
  id: ({ id }) => id,
  name: ({ name }) => name.toLowerCase(),
  type: ({ type }) => type,
  description: ({ description }) => description,
  datemodified: ({ versions }) => versions.at(-1)?.savedAt,
};

/** The flows in the client's divisions that fit all of the filters; deleted ones only where they are asked for. */
function listFlows({ org, client, query }: Call): Models.FlowEntityListing {
  const types = query.list('type').map((type) => type.toLowerCase());
  const unknown = types.find((type) => !FLOW_TYPES.includes(type));
  if (unknown !== undefined) throw new ApiError(400, 'architect.invalid.flow.type', [unknown.slice(0, 80)]);
  const areDeletedIn = query.oneOf('deleted', ['true', 'false']) === 'true';
  const isVirtualAgent = query.oneOf('virtualAgentEnabled', ['true', 'false']) === 'true';
  const [lockedBy, lockedByClientId] = [query.one('lockedBy'), query.one('lockedByClientId')];
  const publishVersionId = query.one('publishVersionId');
  const anywhere = query.one('nameOrDescription');
  const found = org.flows
    .filter((flow) => isInReach(org, client, divisionIdOf(org, flow)) && !isVirtualAgent)
    .filter((flow) => areDeletedIn || !flow.isDeleted)
    .filter((flow) => fitsList(types, flow.type) && fitsList(query.list('id'), flow.id))
    .filter((flow) => fitsList(query.list('divisionId'), divisionIdOf(org, flow)))
    .filter((flow) => contains(flow.name, query.one('name')) && contains(flow.description, query.one('description')))
    .filter((flow) => contains(flow.name, anywhere) || contains(flow.description, anywhere))
    .filter((flow) => lockedBy === undefined || (flow.lockedBy === lockedBy && !isClient(org, lockedBy)))
    .filter((flow) => lockedByClientId === undefined || flow.lockedBy === lockedByClientId)
    .filter(
      (flow) => publishVersionId === undefined || `${publishedVersion(flow)?.number ?? ''}.0` === publishVersionId,
    );
  const key = SORT_KEYS[query.oneOf('sortBy', Object.keys(SORT_KEYS)) ?? 'id'];
  const isDescending = ['desc', 'descending'].includes(query.oneOf('sortOrder', SORT_ORDERS) ?? '');
  const flows = sortedBy(found, key ?? (({ id }) => id), isDescending);
  return page(
    flows.map((flow) => flowBody(org, flow)),
    query,
    PATH,
  );
}

function findFlow(call: Call, permission: string): FlowState {
  const id = param(call, 'flowId');
  const flow = call.org.flows.find((each) => each.id === id);
  if (!flow) throw new ApiError(404, 'architect.flow.not.found', [id.slice(0, 80)]);
  checkDivision(call, divisionIdOf(call.org, flow), permission, 'missing.division.permission');
  if (flow.isDeleted && call.query.one('deleted') !== 'true')
    throw new ApiError(410, 'architect.flow.deleted', [flow.name]);
  return flow;
}

function deleteFlow(call: Call): void {
  const flow = findFlow(call, 'architect:flow:delete');
  const { org, client } = call;
  if (flow.lockedBy !== undefined && flow.lockedBy !== client.clientId) {
    throw new ApiError(405, 'architect.flow.cannot.delete.user.does.not.have.lock', [flow.lockedBy]);
  }
  const user = org.phoneNumbers.find(({ recipientFlowId }) => recipientFlowId === flow.id);
  if (user) throw new ApiError(409, 'architect.flow.cannot.delete.used.by.message.addresses', [user.phoneNumber]);
  const queue = org.queues.find((each) =>
    [each.queueFlow, each.messageInQueueFlow, each.emailInQueueFlow].some((used) => used?.id === flow.id),
  );
  if (queue) throw new ApiError(409, 'architect.flow.cannot.delete.used.in.queues', [queue.name]);
  flow.isDeleted = true;
  org.flows = withoutOldest(org.flows, LIMITS.deletedFlows, ({ isDeleted }) => isDeleted);
}

/** Architect's flows. */
export const flowRoutes: readonly Route[] = [
  {
    operation: 'getFlows',
    method: 'GET',
    path: PATH,
    permissions: ['architect:flow:view'],
    handle: (call) => ok(listFlows(call)),
  },
  {
    operation: 'getFlow',
    method: 'GET',
    path: `${PATH}/{flowId}`,
    permissions: ['architect:flow:view'],
    handle: (call) => ok(flowBody(call.org, findFlow(call, 'architect:flow:view'))),
  },
  {
    operation: 'deleteFlow',
    method: 'DELETE',
    path: `${PATH}/{flowId}`,
    permissions: ['architect:flow:delete'],
    handle: (call) => {
      deleteFlow(call);
      return { status: 204 };
    },
  },
];
