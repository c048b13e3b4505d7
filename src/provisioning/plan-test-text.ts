import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { PlannedThing } from '../workflow/plan.ts';
import { routingOf } from './routing-check.ts';
import { textFingerprint } from './send-test-sms.ts';
import { verdictOn } from './sendability.ts';

/** What a plan of the test text is made from. */
export interface TextSurroundings {
  readonly record: LabOrgRecord;
  /** E.164 out of the secret; it is in no plan. */
  readonly testSmsTo: string | undefined;
  digest(value: string): string;
  readonly textsADay: number;
}

/** What would become of the test text. */
export interface TextPlan {
  thing: PlannedThing;
  isSent: boolean;
  hints: string[];
}

/** Whether the verification after provisioning would send a text. `isAsProvisioned`: nothing of the routing would be changed. */
export function planTestText(surroundings: TextSurroundings, isAsProvisioned: boolean): TextPlan {
  const { record, testSmsTo, textsADay } = surroundings;
  const { lastVerificationId, verifications, textsOfDay, registration } = record;
  const last = lastVerificationId === undefined ? undefined : verifications[lastVerificationId];
  const now = last?.outcome === undefined ? 'none yet' : `${last.outcome}, ${(last.sentAt ?? last.since).slice(0, 10)}`;
  const plan = (planned: string, action: PlannedThing['action'], hints: string[] = []): TextPlan => ({
    thing: { thing: 'test text', now, planned, action },
    isSent: action === 'send',
    hints,
  });
  if (testSmsTo === undefined)
    return plan('none: no recipient', 'nothing', [
      'The secret has no testSmsTo (E.164), so no text can show that the channel works. Store one with the credentials.',
    ]);
  const routing = routingOf(record);
  const isUnchanged =
    isAsProvisioned && routing !== undefined && last?.fingerprint === textFingerprint(surroundings, routing, testSmsTo);
  if (isUnchanged) return plan('none: nothing has changed since', 'nothing');
  const today = new Date().toISOString().slice(0, 10);
  const texts = textsOfDay?.day === today ? Object.keys(textsOfDay.verifications).length : 0;
  if (texts >= textsADay)
    return plan("refused: today's limit", 'refused', [
      `The org has had its ${textsADay} test texts of today (testSmsPerOrgAndDay in settings.json); the count begins anew at 00:00 UTC.`,
    ]);
  const { outcome, advice } = verdictOn(registration.sms, []);
  return plan('one, to the recipient in the secret', 'send', outcome === 'not sendable yet' ? [advice] : []);
}
