import { conversationsApi } from '../genesys/apis/conversations-api.ts';
import { GenesysAmbiguousOutcomeError, GenesysError, GenesysUnavailableError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import type { LabOrgRecord, VerificationEntry } from '../ledger/lab-org-record.ts';
import type { ErrorName } from '../workflow/error-names.ts';
import type { VerificationOutcome } from '../workflow/events.ts';
import { ASK_TO_VERIFY } from '../workflow/next-steps.ts';
import { canonicalJson } from '../workflow/canonical-json.ts';
import { orgError } from './org-work.ts';
import { routingDifferences, routingOf, type Routing } from './routing-check.ts';
import type { TestSmsWork } from './test-sms-work.ts';

/** Outcomes that fail the execution, with the error name of each. */
export const FAILING_OUTCOMES: Partial<Record<VerificationOutcome, ErrorName>> = {
  failed: 'TestSmsFailed',
  unknown: 'TestSmsOutcomeUnknown',
  'routing wrong': 'RoutingWrong',
};

const NEVER_TWICE = `It is not sent again by itself. Look at the phone; if nothing came, ${ASK_TO_VERIFY}.`;

/** An org that is to be no lab any more: its routing is taken down, and to mend it would undo that. */
const GONE: Partial<Record<LabOrgRecord['status'], string>> = {
  decommissioning: 'is being decommissioned',
  'left behind': 'was decommissioned, and what could not be undone is still in it',
  decommissioned: 'was decommissioned',
};

/**
 * Checks the routing and sends one text, at most once: `sending` is written before the POST, and found again it means
 * that nobody knows whether the text went out. An org that is as when it was last delivered is not texted again.
 * @throws StageError LabOrgNotProvisioned, RoutingWrong, TestSmsLimitReached, TestSmsFailed, TestSmsOutcomeUnknown; none is
 *   retried
 */
export async function sendTestSms(work: TestSmsWork): Promise<void> {
  const gone = GONE[work.record.status];
  if (gone !== undefined) {
    const message = `it ${gone}. No text was sent. Register it only if it is wanted again, then verify.`;
    throw orgError('LabOrgNotProvisioned', work.record, message);
  }
  const routing = routingOf(work.record);
  if (routing === undefined) {
    throw orgError(
      'LabOrgNotProvisioned',
      work.record,
      'it has no active number, queue and flow in the ledger yet. Register it (event Lab Org Registered), then verify.',
    );
  }
  const found = work.record.verifications[work.verificationId];
  if (found?.textBegun) {
    await resume(work, found);
    return;
  }
  const differences = await routingDifferences(work.genesys, routing);
  const entry = newEntry(work, routing);
  if (differences.length > 0) {
    const message = `the routing is not as provisioned: ${differences.map(({ words }) => words).join('; ')}. No text was sent. Mend that in Genesys Cloud, then ${ASK_TO_VERIFY}; or register the org again: what is missing is made again, and what somebody else has changed is overwritten only where the registration's "replace" names it.`;
    await fail(work, entry, 'routing wrong', message);
  }
  if (work.testSmsTo === undefined) {
    const message = `The routing is as provisioned. No text was sent: the secret has no testSmsTo (E.164). Store one, then ${ASK_TO_VERIFY}.`;
    await work.end(entry, 'no test recipient', message);
    return;
  }
  if (!work.isAsked && (await reuseLastText(work, entry))) return;
  await send(work, entry, routing, work.testSmsTo);
}

/** This verification has an entry: its text may be out. */
async function resume(work: TestSmsWork, found: VerificationEntry): Promise<void> {
  if (found.state === 'sending') {
    await fail(work, found, 'unknown', `an earlier call ended while the text was being sent. ${NEVER_TWICE}`);
  }
  const error = found.outcome === undefined ? undefined : FAILING_OUTCOMES[found.outcome];
  if (error !== undefined) throw orgError(error, work.record, found.message ?? '');
}

async function reuseLastText(work: TestSmsWork, entry: VerificationEntry): Promise<boolean> {
  const { lastVerificationId, verifications } = work.record;
  const last = lastVerificationId === undefined ? undefined : verifications[lastVerificationId];
  if (last?.outcome === undefined || last.fingerprint !== entry.fingerprint) return false;
  if (last.outcome === 'delivered') {
    await work.end(
      { ...entry, ...idsOf(last) },
      'delivered',
      `Nothing has changed since the text delivered at ${last.sentAt ?? last.since}; not texted again.`,
    );
    return true;
  }
  // Sent, receipt pending: the same text is asked about again.
  return work.create({ ...entry, ...idsOf(last), state: 'sent', textBegun: true });
}

async function send(work: TestSmsWork, entry: VerificationEntry, routing: Routing, testSmsTo: string): Promise<void> {
  const begun: VerificationEntry = { ...entry, state: 'sending', textBegun: true };
  const start = await work.begin(begun);
  if (start === 'limit reached') await fail(work, entry, 'failed', limitReached(work), 'TestSmsLimitReached');
  if (start === 'begun by another')
    throw orgError(
      'TestSmsOutcomeUnknown',
      work.record,
      `another call is sending this verification's text. ${NEVER_TWICE}`,
    );
  const change = { change: 'send test SMS', resourceId: routing.smsPhoneNumber } as const;
  work.audit({ phase: 'intended', ...change });
  try {
    const answer = await conversationsApi(work.genesys).postConversationsMessagesAgentless({
      fromAddress: routing.smsPhoneNumber,
      toAddress: testSmsTo,
      toAddressMessengerType: 'sms',
      textBody: work.text,
    });
    const { id, conversationId } = answer;
    const ids = {
      ...(id === undefined ? {} : { messageId: id }),
      ...(conversationId === undefined ? {} : { conversationId }),
    };
    await work.markSent({ ...begun, ...ids, state: 'sent', sentAt: new Date().toISOString() });
    work.audit({ phase: 'done', ...change, after: { ...ids, segments: 1 }, correlationId: correlationIdOf(answer) });
  } catch (error) {
    if (!(error instanceof GenesysError)) throw error;
    const isUnclear = error instanceof GenesysAmbiguousOutcomeError;
    work.audit({ phase: isUnclear ? 'in doubt' : 'refused', ...change, correlationId: error.correlationId });
    if (isUnclear)
      await fail(work, begun, 'unknown', `whether the text went out is not known. ${error.message} ${NEVER_TWICE}`);
    const next = error instanceof GenesysUnavailableError ? `Later, ${ASK_TO_VERIFY}.` : adviceOn(error.code);
    await fail(work, begun, 'failed', `the text was not sent. ${error.message} ${next}`);
  }
}

async function fail(
  work: TestSmsWork,
  entry: VerificationEntry,
  outcome: VerificationOutcome,
  message: string,
  name: ErrorName = FAILING_OUTCOMES[outcome] ?? 'TestSmsFailed',
): Promise<never> {
  await work.end(entry, outcome, message);
  throw orgError(name, work.record, message);
}

function limitReached({ textsADay }: TestSmsWork): string {
  const midnight = new Date();
  midnight.setUTCHours(24, 0, 0, 0);
  return (
    `no text was sent, because its limit of ${textsADay} test texts a day (testSmsPerOrgAndDay) is used up. Every text that was begun ` +
    `since 00:00 UTC counts, whatever became of it; the count begins anew at ${midnight.toISOString()}. Then ask for another verification ` +
    '(Lab Org SMS Verification Requested), or raise testSmsPerOrgAndDay in settings.json, deploy (npm run deploy) and ask now.'
  );
}

function adviceOn(code: string | undefined): string {
  if (code === 'active.conversation' || code === 'existing.conversation') {
    return `Whoever has testSmsTo has an open conversation with this number: end it in the agent's desktop, then ${ASK_TO_VERIFY}.`;
  }
  if (code === 'organization.outbound.usage.limit.exceeded') {
    return `The org's limit of outbound texts is used up: ask Genesys to raise it, then ${ASK_TO_VERIFY}.`;
  }
  return `Mend that, then ${ASK_TO_VERIFY}.`;
}

/** What was true when a text was sent; as long as it is the same, the org is not texted again unless asked. */
export function textFingerprint(
  { record, digest }: Pick<TestSmsWork, 'record' | 'digest'>,
  routing: Routing,
  testSmsTo: string,
): string {
  return digest(canonicalJson({ ...routing, recipientId: record.recipient?.id, testSmsTo }));
}

function newEntry(work: TestSmsWork, routing: Routing): VerificationEntry {
  const { testSmsTo } = work;
  return {
    executionArn: work.executionArn,
    state: 'sending',
    since: new Date().toISOString(),
    writeToken: '',
    ...(testSmsTo === undefined ? {} : { fingerprint: textFingerprint(work, routing, testSmsTo) }),
  };
}

function idsOf(entry: VerificationEntry): Pick<VerificationEntry, 'messageId' | 'conversationId' | 'sentAt'> {
  const { messageId, conversationId, sentAt } = entry;
  return {
    ...(messageId === undefined ? {} : { messageId }),
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(sentAt === undefined ? {} : { sentAt }),
  };
}
