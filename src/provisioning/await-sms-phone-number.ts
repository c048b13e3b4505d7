import { correlationIdOf } from '../genesys/responses.ts';
import type { OrgSpend } from '../ledger/spend.ts';
import { HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { orgError, type OrgWork } from './org-work.ts';
import { withoutCandidate } from './sms-phone-number-entry.ts';
import { getSmsPhoneNumber, provisioningState } from './sms-phone-number.ts';
import { giveBackPurchase } from './spending.ts';

/**
 * Looks whether the number is provisioned, and records it as active.
 * @throws StageError SmsPhoneNumberNotReady (waited for), SmsPhoneNumberFailed (goes back for another
 *   candidate), SmsPhoneNumberUnusable
 */
export async function awaitSmsPhoneNumber(work: OrgWork, spend: OrgSpend): Promise<{ smsPhoneNumber: string }> {
  const entry = work.record.smsPhoneNumber;
  const smsPhoneNumber = entry?.smsPhoneNumber;
  if (entry === undefined || smsPhoneNumber === undefined) {
    throw orgError(
      'SmsPhoneNumberFailed',
      work.record,
      'the ledger holds no number to wait for; going back to choose one.',
    );
  }
  const found = await getSmsPhoneNumber(work.genesys, smsPhoneNumber);
  const state = found === undefined ? 'running' : provisioningState(found);
  if (found === undefined || state === 'running') {
    const seen =
      found === undefined
        ? 'not in the inventory yet'
        : `provisioning ${found.provisioningStatus?.state ?? 'unknown'}, number ${found.phoneNumberStatus ?? 'unknown'}`;
    throw orgError(
      'SmsPhoneNumberNotReady',
      work.record,
      `${smsPhoneNumber} is ${seen}; waiting for Genesys to provision it.`,
    );
  }
  if (state === 'failed') {
    const said = found.provisioningStatus?.error?.message;
    const reason = work.clean(said ?? `number status ${found.phoneNumberStatus ?? 'unknown'}`);
    const candidate = { smsPhoneNumber, executionArn: work.executionArn, reason };
    const isKept = entry.isAdopted || entry.state === 'active';
    work.audit({
      phase: 'refused',
      change: isKept ? 'activate SMS phone number' : 'purchase SMS phone number',
      resourceId: smsPhoneNumber,
      after: reason,
      // Genesys took the purchase first, and that was in the log.
      costEffect: isKept ? 'none' : 'monthly charge ends',
    });
    if (!isKept) {
      await giveBackPurchase(spend, entry, smsPhoneNumber);
      await work.change({ smsPhoneNumber: withoutCandidate(entry, candidate) });
    }
    if (!isKept) {
      throw orgError(
        'SmsPhoneNumberFailed',
        work.record,
        `Genesys failed to provision ${smsPhoneNumber}: ${reason.replace(/\.$/, '')}.`,
      );
    }
    throw orgError(
      'SmsPhoneNumberUnusable',
      work.record,
      `Genesys shows its number ${smsPhoneNumber} as failed: ${reason.replace(/\.$/, '')}. It is kept and no other is bought. Ask Genesys Cloud support ` +
        `about it, or decommission the org ${HOW_TO_DECOMMISSION} and register it again.`,
    );
  }
  if (entry.state !== 'active') {
    await work.change({ smsPhoneNumber: { ...entry, state: 'active', activeSince: new Date().toISOString() } });
    work.audit({
      phase: 'done',
      change: 'activate SMS phone number',
      resourceId: smsPhoneNumber,
      after: { isAdopted: entry.isAdopted, phoneNumberStatus: found.phoneNumberStatus },
      correlationId: correlationIdOf(found),
    });
  }
  return { smsPhoneNumber };
}
