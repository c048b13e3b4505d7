import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { attemptsOf, mayHaveBought } from './sms-phone-number-entry.ts';

/** A number that may have been bought, and when it was last asked for, ISO 8601. */
export interface PurchaseInDoubt {
  smsPhoneNumber: string;
  sent: string;
}

/** The org's number while nobody has seen what became of its purchase, or undefined. An adopted one was there before. */
export function purchaseInDoubt({ smsPhoneNumber: entry }: LabOrgRecord): PurchaseInDoubt | undefined {
  if (entry?.smsPhoneNumber === undefined || entry.isAdopted) return undefined;
  if (entry.state !== 'purchasing' && entry.state !== 'in doubt') return undefined;
  const { smsPhoneNumber } = entry;
  const sent = attemptsOf(entry, smsPhoneNumber).at(-1)?.sent;
  return sent !== undefined && mayHaveBought(entry, smsPhoneNumber) ? { smsPhoneNumber, sent } : undefined;
}
