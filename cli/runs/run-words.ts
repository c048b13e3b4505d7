import type { FollowedRun } from './follow-run.ts';
import { comeBack } from './org-runs.ts';
import { wrapped } from '../screen/wrapped.ts';
import { quoted } from '../screen/quoted.ts';

/** How a run that was let go of is found again. */
export function letGoWords({ stateMachine }: FollowedRun, name: string): string {
  return [
    'Let go: the run goes on without this command.',
    `  come back  ${comeBack(stateMachine, name)}`,
    `  look       lab-sms status ${quoted(name)}`,
  ].join('\n');
}

/** Why a run did not come to its end, and what to do. */
export function failureWords({ end, executionArn }: FollowedRun, name: string): string {
  const { status = '', error, message, stages = [] } = end ?? {};
  return [
    wrapped(`${name}: ${error ?? status} in ${stages.at(-1) ?? 'no stage'}.`),
    ...(message === undefined || message === '' ? [] : [wrapped(`  ${message}`, '  ')]),
    `  When it is mended: lab-sms redrive ${quoted(name)}`,
    '  When the registration itself was wrong: register it again',
    `  Detail: ${executionArn}`,
  ].join('\n');
}
