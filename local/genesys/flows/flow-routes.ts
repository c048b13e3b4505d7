import type { Models } from 'purecloud-platform-client-v2';
import { ApiError } from '../http/api-error.ts';
import { page } from '../http/query.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import type { FlowState, FlowVersionState, OrgState } from '../state/org-state.ts';

const PATH = '/api/v2/flows';

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

/** A flow as the API answers it. */
export function flowBody(org: OrgState, flow: FlowState): Models.Flow {
  const published = publishedVersion(flow);
  const saved = flow.versions.at(-1);
  return {
    id: flow.id,
    name: flow.name,
    division: { id: org.divisionId, name: 'Home' },
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

function listFlows({ org, query }: Call): Models.FlowEntityListing {
  const types = query.list('type').map((type) => type.toLowerCase());
  const ids = query.list('id');
  const isDeleted = query.oneOf('deleted', ['true', 'false']) === 'true';
  const name = query.one('name')?.toLowerCase().replaceAll('*', '') ?? '';
  const flows = org.flows
    .filter((flow) => flow.isDeleted === isDeleted)
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter((flow) => flow.name.toLowerCase().includes(name))
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((flow) => flowBody(org, flow));
  return page(flows, query, PATH);
}

function findFlow(call: Call): FlowState {
  const id = param(call, 'flowId');
  const flow = call.org.flows.find((each) => each.id === id);
  if (!flow) throw new ApiError(404, 'architect.flow.not.found', [id.slice(0, 80)]);
  if (flow.isDeleted && call.query.one('deleted') !== 'true')
    throw new ApiError(410, 'architect.flow.deleted', [flow.name]);
  return flow;
}

function deleteFlow(call: Call): void {
  const flow = findFlow(call);
  const { org, client } = call;
  if (flow.lockedBy !== undefined && flow.lockedBy !== client.clientId) {
    throw new ApiError(405, 'architect.flow.cannot.delete.user.does.not.have.lock', [flow.lockedBy]);
  }
  const user = org.phoneNumbers.find(({ recipientFlowId }) => recipientFlowId === flow.id);
  if (user) throw new ApiError(409, 'architect.flow.cannot.delete.used.by.message.addresses', [user.phoneNumber]);
  flow.isDeleted = true;
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
    handle: (call) => ok(flowBody(call.org, findFlow(call))),
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
