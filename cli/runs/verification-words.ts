import type { VerificationOutcome } from '../../src/workflow/events.ts';
import type { FollowedRun } from './follow-run.ts';
import { wrapped } from '../screen/wrapped.ts';
import { quoted } from '../screen/quoted.ts';

/** Each outcome as a sentence. */
const SENTENCES: Readonly<Record<VerificationOutcome, string>> = {
  delivered: 'the test text was delivered.',
  'sent, receipt pending': 'the test text was sent; the carrier has not told yet whether it arrived.',
  'not sendable yet': 'all is set up, and the carriers do not take its texts yet.',
  'no test recipient': 'the routing is right; no text was sent, because no test recipient is stored.',
  failed: 'the test text could not be delivered.',
  unknown: 'nobody knows whether the test text went out.',
  'routing wrong': 'the routing is not as it was provisioned; no text was sent.',
};

/** How a verification ended, in plain words. */
export function verificationWords(
  { end, executionArn }: FollowedRun,
  name: string,
  outcome: VerificationOutcome | undefined,
  message: string | undefined,
): string {
  const sentence = outcome === undefined ? `${end?.error ?? end?.status ?? 'ended'}.` : SENTENCES[outcome];
  return [
    wrapped(`${name}: ${sentence}`),
    ...(message === undefined ? [] : [wrapped(`  ${message}`, '  ')]),
    ...(end?.status === 'SUCCEEDED'
      ? []
      : [`  When it is mended: lab-sms verify ${quoted(name)}`, `  Detail: ${executionArn}`]),
  ].join('\n');
}
