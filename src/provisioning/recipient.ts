import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysAmbiguousOutcomeError, GenesysNotFoundError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { LabOrgRecord, RecipientEntry } from '../ledger/lab-org-record.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { deleteSupersededFlows } from './superseded-flows.ts';
import { PAGE_SIZE, allPages } from './pages.ts';
import { refuse, type Problem } from './problems.ts';

const CHANGE = 'route messages to flow';

/**
 * The recipient of a number, or undefined: Genesys makes it some time after the number. Its id is not documented, so
 * the listing is searched for the number as id or as name, and the number is tried as id last.
 */
export async function findRecipient(
  genesys: GenesysConnection,
  smsPhoneNumber: string,
): Promise<Models.Recipient | undefined> {
  const api = routingApi(genesys);
  const recipients = await allPages((pageNumber) =>
    api.getRoutingMessageRecipients({ messengerType: 'sms', pageSize: PAGE_SIZE, pageNumber }),
  );
  const listed = recipients.find((recipient) => recipient.id === smsPhoneNumber || recipient.name === smsPhoneNumber);
  if (listed !== undefined) return listed;
  try {
    return await api.getRoutingMessageRecipient(smsPhoneNumber);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/** Why the recipient's flow must not be replaced, or undefined: it is somebody else's route. */
export function messageRouteProblem(record: LabOrgRecord, recipient: Models.Recipient): Problem | undefined {
  const current = recipient.flow?.id;
  const isOurs =
    current === undefined || current === record.messageFlow?.id || current === record.recipient?.routedFlowId;
  if (isOurs || record.registration.replace.includes('route')) return undefined;
  return {
    name: 'MessageRouteForeign',
    message:
      `messages to ${recipient.name ?? recipient.id ?? 'the number'} are routed to the flow "${recipient.flow?.name ?? current}" (${current}), which ` +
      'lab-sms did not set. Remove that route (Admin > Routing > Message Routing), or register with "replace": ["route"]: it is kept ' +
      'and put back at the end.',
  };
}

/**
 * The recipient's entry with its before-image: the flow to put back at the end. No repeat of ours overwrites an image, so
 * a flow that we route to is none, unless it was in the org before us; but a flow that somebody has set since our last
 * change, and that `replace` lets go, is the new one: its owner was promised that it comes back.
 */
function withImage(record: LabOrgRecord, id: string, current: string | null): RecipientEntry {
  const theirs = isFlowOfOurs(record, current) ? null : current;
  if (record.recipient?.id !== id) return { id, previousFlowId: theirs };
  const isKnown = theirs === null || theirs === record.recipient.previousFlowId;
  return isKnown || theirs === record.recipient.routedFlowId
    ? record.recipient
    : { ...record.recipient, previousFlowId: theirs };
}

/** A flow that we published, and that goes when the org is decommissioned; one that we published over stays. */
function isFlowOfOurs({ messageFlow }: LabOrgRecord, id: string | null): boolean {
  const flows = messageFlow === undefined ? [] : [messageFlow, ...(messageFlow.superseded ?? [])];
  return flows.some((flow) => flow.id === id && flow.origin !== 'updated');
}

/**
 * Routes the number's messages to the published flow, looks again and compares; then earlier flows of ours may go.
 * @throws StageError RecipientNotReady (waited for), MessageRouteForeign, MessageRouteNotKept (retried);
 *   GenesysAmbiguousOutcomeError (retried) where the PUT was in doubt and had no effect
 */
export async function routeMessagesToFlow(work: OrgWork): Promise<{ recipientId: string; messageFlowId: string }> {
  const { record, genesys } = work;
  const smsPhoneNumber = record.smsPhoneNumber?.smsPhoneNumber;
  const messageFlowId = record.messageFlow?.id;
  if (smsPhoneNumber === undefined || messageFlowId === undefined)
    throw new Error('no number or flow: earlier stages have not run');
  const recipient = await findRecipient(genesys, smsPhoneNumber);
  if (recipient?.id === undefined) {
    throw orgError(
      'RecipientNotReady',
      record,
      `Genesys has not made the message recipient of ${smsPhoneNumber} yet; waiting.`,
    );
  }
  const { id } = recipient;
  const before = recipient.flow?.id ?? null;
  const entry = withImage(record, id, before);
  const change = { change: CHANGE, resourceId: id, before, after: messageFlowId } as const;
  if (before === messageFlowId) {
    work.audit({ phase: 'found done', ...change });
  } else {
    refuse(record, messageRouteProblem(record, recipient));
    // The before-image goes to the ledger before the PUT.
    if (record.recipient !== entry) await work.change({ recipient: entry });
    work.audit({ phase: 'intended', ...change });
    let answer: Models.Recipient | undefined;
    let doubt: GenesysAmbiguousOutcomeError | undefined;
    try {
      answer = await routingApi(genesys).putRoutingMessageRecipient(id, { flow: { id: messageFlowId } });
    } catch (error) {
      if (!(error instanceof GenesysAmbiguousOutcomeError)) throw error;
      // Sent once: the route itself tells whether it had its effect.
      doubt = error;
      work.audit({ phase: 'in doubt', ...change, correlationId: error.correlationId });
    }
    const now = await routingApi(genesys).getRoutingMessageRecipient(id);
    if (now.flow?.id !== messageFlowId) {
      if (doubt !== undefined) throw doubt;
      throw orgError(
        'MessageRouteNotKept',
        record,
        `Genesys took the route of ${smsPhoneNumber} to flow ${messageFlowId} and shows ${now.flow?.id ?? 'none'} instead; looking again.`,
      );
    }
    if (answer === undefined) work.audit({ phase: 'found done', ...change });
    else work.audit({ phase: 'done', ...change, correlationId: correlationIdOf(answer) });
  }
  if (work.record.recipient?.routedFlowId !== messageFlowId) {
    await work.change({ recipient: { ...entry, routedFlowId: messageFlowId } });
  }
  await deleteSupersededFlows(work);
  return { recipientId: id, messageFlowId };
}
