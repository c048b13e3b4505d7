import { type AuditTrail, type AuditedChange, type AuditedRun } from './audit-trail.ts';
import { duration } from '../screen/duration.ts';
import { labelled, wrapped } from '../screen/wrapped.ts';

/** What was changed, for people, in 80 columns. */
export function auditText(title: string, trail: AuditTrail, notice: string | null): string {
  const { runs, changes } = trail;
  const ofRun = ({ executionArn }: AuditedRun): AuditedChange[] =>
    changes.filter((change) => change.executionArn === executionArn);
  return [
    wrapped(title),
    '',
    ...runs.map((run) => runText(run, ofRun(run))),
    wrapped(`${runs.length} run${runs.length === 1 ? '' : 's'}. ${costText(trail)}`),
    ...(notice === null ? [] : [wrapped(notice)]),
  ].join('\n');
}

/** What started a run, in words. */
export function startText({
  startedBy,
  eventId,
  requestedBy,
}: Pick<AuditedRun, 'startedBy' | 'eventId' | 'requestedBy'>): string {
  const by = requestedBy === null ? startedBy : `${startedBy} (named: ${requestedBy})`;
  if (eventId === null) return by;
  return startedBy === 'event' ? `${by} ${eventId}` : `${by}, event ${eventId}`;
}

/** What it meant for the bill, in one sentence. */
export function costText({ cost }: Pick<AuditTrail, 'cost'>): string {
  const parts = [
    ...listed('monthly charge began for', cost.monthlyChargeBegan),
    ...listed('monthly charge possible for', cost.monthlyChargePossible),
    ...listed('monthly charge ended for', cost.monthlyChargeEnded),
    ...(cost.textsCharged === 0 ? [] : [`${cost.textsCharged} text${cost.textsCharged === 1 ? '' : 's'} charged`]),
    ...(cost.textsPossiblyCharged === 0 ? [] : [`${cost.textsPossiblyCharged} more possibly charged`]),
  ];
  return `Cost: ${parts.length === 0 ? 'nothing' : parts.join('; ')}.`;
}

/** `before -> after` as far as there is either. */
export function beforeAfter({ before, after }: Pick<AuditedChange, 'before' | 'after'>): string {
  if (before === null) return readable(after ?? '');
  return after === null ? `was ${readable(before)}` : `${readable(before)} -> ${readable(after)}`;
}

/** A state as people read it: the fields of JSON as `name value`, anything else as it is. */
export function readable(state: string): string {
  if (!state.startsWith('{')) return state;
  try {
    const fields = Object.entries(JSON.parse(state) as Record<string, unknown>);
    return fields
      .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', ');
  } catch {
    return state;
  }
}

/** How the run ended, in words. */
export function outcomeText({ outcome, failedStage, errorName, durationSeconds }: AuditedRun): string {
  if (outcome === null) return 'no line of its end has come';
  const where = failedStage === null ? '' : ` in ${failedStage}`;
  const error = errorName === null ? '' : ` (${errorName})`;
  return `${outcome}${where}${error}${durationSeconds === null ? '' : ` after ${duration(durationSeconds * 1000)}`}`;
}

function listed(what: string, numbers: readonly string[]): string[] {
  return numbers.length === 0 ? [] : [`${what} ${numbers.join(', ')}`];
}

function runText(run: AuditedRun, changes: readonly AuditedChange[]): string {
  return [
    wrapped(`${run.began}  ${run.machine}: ${outcomeText(run)}`),
    labelled('run', run.executionArn),
    labelled('started', `by ${startText(run)}`),
    ...(changes.length === 0 ? [labelled('changed', 'nothing')] : changes.map(changeText)),
    '',
  ].join('\n');
}

function changeText(change: AuditedChange): string {
  const { at, phase, resourceId, costEffect, correlationId } = change;
  const what = beforeAfter(change);
  const cost = costEffect === 'none' ? '' : `; ${costEffect}`;
  const call = correlationId === null ? '' : `; call ${correlationId}`;
  return labelled(
    at.slice(11, 19),
    `${change.change}: ${phase}: ${resourceId}${what === '' ? '' : `: ${what}`}${cost}${call}`,
  );
}
