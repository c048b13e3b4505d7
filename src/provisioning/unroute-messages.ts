import type { Change } from '../workflow/audit.ts';
import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { LabOrgRecord, RecipientEntry } from '../ledger/lab-org-record.ts';
import { keep } from './kept-things.ts';
import { getMessageFlow } from './message-flow.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { numberToRelease } from './sms-phone-number-entry.ts';

const CHANGE = 'unroute messages';

/**
 * Gives the number's recipient the flow back that it had before, or none where the number goes or that flow is gone, and
 * closes its entry. A route that is no longer to a flow of ours is somebody's decision, and left alone.
 * @throws StageError MessageRouteNotKept
 */
export async function unrouteMessages(
  work: OrgWork,
): Promise<{ recipientId: string | null; messageFlowId: string | null }> {
  const entry = work.record.recipient;
  if (entry === undefined) return { recipientId: null, messageFlowId: null };
  const { id } = entry;
  const recipient = await getRecipient(work.genesys, id);
  const before = recipient?.flow?.id ?? null;
  const isGoing = goesWithNumber(work.record, recipient);
  const after = recipient === undefined || isGoing ? null : await flowToRestore(work, entry);
  const change = { change: CHANGE, resourceId: id, before, after } as const;
  // Where the first PUT never came, what was there goes with the number.
  const isToGo = isOurs(work.record, entry, before) || (isGoing && before === entry.previousFlowId);
  if (before === after) work.audit({ phase: 'found done', ...change });
  else if (isToGo) await setFlow(work, change);
  else {
    const flow = before === null ? 'no flow' : `the flow "${recipient?.flow?.name ?? before}" (${before})`;
    await keep(work, { what: 'message route', id, why: `messages go to ${flow} now, which lab-sms did not set` });
  }
  await work.change({ recipient: undefined });
  return { recipientId: id, messageFlowId: after };
}

async function getRecipient(genesys: GenesysConnection, id: string): Promise<Models.Recipient | undefined> {
  try {
    return await routingApi(genesys).getRoutingMessageRecipient(id);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/** Whether it is the recipient of the number that is released: that goes only without a route. */
function goesWithNumber(record: LabOrgRecord, recipient: Models.Recipient | undefined): boolean {
  const number = numberToRelease(record);
  return number !== undefined && (recipient?.id === number || recipient?.name === number);
}

/** Genesys routes to published flows only. */
async function flowToRestore(work: OrgWork, { previousFlowId }: RecipientEntry): Promise<string | null> {
  if (previousFlowId === null) return null;
  const flow = await getMessageFlow(work.genesys, previousFlowId);
  return flow?.publishedVersion?.id === undefined ? null : previousFlowId;
}

function isOurs({ messageFlow }: LabOrgRecord, { routedFlowId }: RecipientEntry, flowId: string | null): boolean {
  if (flowId === null) return false;
  if (flowId === routedFlowId || flowId === messageFlow?.id) return true;
  return messageFlow?.superseded?.some((flow) => flow.id === flowId) === true;
}

async function setFlow(
  work: OrgWork,
  change: { change: Change; resourceId: string; before: string | null; after: string | null },
): Promise<void> {
  const { resourceId: id, after } = change;
  work.audit({ phase: 'intended', ...change });
  const answer = await routingApi(work.genesys).putRoutingMessageRecipient(
    id,
    after === null ? {} : { flow: { id: after } },
  );
  const now = await routingApi(work.genesys).getRoutingMessageRecipient(id);
  if ((now.flow?.id ?? null) !== after) {
    throw orgError(
      'MessageRouteNotKept',
      work.record,
      `Genesys took the change of the route of ${id} to ${after ?? 'no flow'} and shows ${now.flow?.id ?? 'no flow'} instead.`,
    );
  }
  work.audit({ phase: 'done', ...change, correlationId: correlationIdOf(answer) });
}
