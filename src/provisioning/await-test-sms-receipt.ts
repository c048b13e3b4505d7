import type { Models } from 'purecloud-platform-client-v2';
import { conversationsApi } from '../genesys/apis/conversations-api.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import type { VerificationEntry } from '../ledger/lab-org-record.ts';
import type { VerificationOutcome } from '../workflow/events.ts';
import { orgError } from './org-work.ts';
import { FAILING_OUTCOMES } from './send-test-sms.ts';
import { verdictOn } from './sendability.ts';
import type { TestSmsWork } from './test-sms-work.ts';

/** A carrier's final receipt can take hours; after this long a text that was handed over counts as sent, receipt pending. */
const RECEIPT_WAIT_MS = 5 * 60_000;

const DELIVERED = ['delivery-success', 'read'];
const REFUSED = ['failed', 'delivery-failed', 'removed'];

/**
 * Asks what became of the text and records the outcome.
 * @throws StageError TestSmsReceiptPending (waited for), TestSmsFailed
 */
export async function awaitTestSmsReceipt(
  work: TestSmsWork,
): Promise<{ outcome: VerificationOutcome; message: string }> {
  const entry = work.record.verifications[work.verificationId];
  if (entry === undefined) throw new Error(`verification ${work.verificationId} has no entry: SendTestSms has not run`);
  if (entry.outcome !== undefined) return told(work, entry.outcome, entry.message ?? '');
  const message = await readMessage(work, entry);
  const status = message?.status ?? 'accepted';
  if (DELIVERED.includes(status)) return end(work, entry, 'delivered', 'The carrier has confirmed the delivery.');
  if (message !== undefined && REFUSED.includes(status)) return endRefused(work, entry, message);
  const isOverdue = Date.now() - Date.parse(entry.sentAt ?? entry.since) > RECEIPT_WAIT_MS;
  if (!isOverdue && entry.messageId !== undefined) {
    throw orgError('TestSmsReceiptPending', work.record, `the text is ${status}; waiting for the carrier's receipt.`);
  }
  return end(
    work,
    entry,
    'sent, receipt pending',
    `The text is ${status}; the carrier's final receipt can take hours. The next verification asks for it again.`,
  );
}

async function readMessage(work: TestSmsWork, entry: VerificationEntry): Promise<Models.MessageData | undefined> {
  if (entry.conversationId === undefined || entry.messageId === undefined) return undefined;
  try {
    return await conversationsApi(work.genesys).getConversationsMessageMessage(entry.conversationId, entry.messageId);
  } catch (error) {
    // Right after the POST the message may not be visible yet.
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

async function endRefused(
  work: TestSmsWork,
  entry: VerificationEntry,
  message: Models.MessageData,
): Promise<{ outcome: VerificationOutcome; message: string }> {
  const reasons = (message.normalizedReceipts ?? []).flatMap((receipt) => receipt.reasons ?? []);
  const said =
    reasons.map((reason) => [reason.code, reason.message].filter(Boolean).join(': ')).join('; ') ||
    'no reason was given';
  const request = work.record.smsPhoneNumber?.request ?? work.record.registration.sms;
  const { outcome, advice } = verdictOn(
    request,
    reasons.map((reason) => reason.code ?? ''),
  );
  return end(work, entry, outcome, `The carrier refused the text (${said.replace(/\.$/, '')}). ${advice}`);
}

async function end(
  work: TestSmsWork,
  entry: VerificationEntry,
  outcome: VerificationOutcome,
  message: string,
): Promise<{ outcome: VerificationOutcome; message: string }> {
  await work.end(entry, outcome, message);
  return told(work, outcome, work.clean(message));
}

/** An outcome that is a failure fails the execution, also when it was written by an earlier call. */
function told(
  work: TestSmsWork,
  outcome: VerificationOutcome,
  message: string,
): { outcome: VerificationOutcome; message: string } {
  const error = FAILING_OUTCOMES[outcome];
  if (error !== undefined) throw orgError(error, work.record, message);
  return { outcome, message };
}
