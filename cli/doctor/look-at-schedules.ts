import { CHECK_SCHEDULE_NAME, SWEEP_SCHEDULE_NAME } from '../../src/workflow/names.ts';
import { SCHEDULE_TARGETS } from '../../src/workflow/stages.ts';
import { CHECK_PERIOD_MINUTES, SWEEP_PERIOD_MINUTES } from '../../src/workflow/timeouts.ts';
import { readLog } from '../audit/log-reader.ts';
import { CLOCKS_APART_MS } from '../place/pace.ts';
import type { Place } from '../place/place.ts';
import { describeStack } from '../place/stack-parts.ts';
import { duration } from '../screen/duration.ts';
import { notOk, type Seen } from './finding.ts';

type ScheduleTarget = (typeof SCHEDULE_TARGETS)[number];
const SCHEDULES: Readonly<Record<ScheduleTarget, { scheduleName: string; periodMinutes: number }>> = {
  SweepLabOrgs: { scheduleName: SWEEP_SCHEDULE_NAME, periodMinutes: SWEEP_PERIOD_MINUTES },
  CheckLabOrgs: { scheduleName: CHECK_SCHEDULE_NAME, periodMinutes: CHECK_PERIOD_MINUTES },
};
const MINUTE_MS = 60_000;
/** A start may be lost, and its lines come late. */
const MISSED_STARTS = 2;

/**
 * Looks at what the log says of the scheduled functions: a schedule that is enabled and starts nothing, because of its role
 * say, is as bad as a disabled one.
 */
export async function lookAtSchedules(place: Place, now: number): Promise<Seen> {
  const { CreationTime: born } = (await describeStack(place.clients.cloudFormation, place.parts.stackName)) ?? {};
  const said = await Promise.all(
    SCHEDULE_TARGETS.map((stage) => lookAtSchedule(place, stage, now, born?.getTime() ?? 0)),
  );
  const silent = said.filter(({ isSilent }) => isSilent);
  const says = (silent.length === 0 ? said : silent).map((each) => each.says).join('; ');
  return silent.length === 0
    ? says
    : notOk(
        says,
        'See in the console (EventBridge > Schedules) whether each is enabled, and docs/runbook.md, ScheduleStopped.',
      );
}

async function lookAtSchedule(
  place: Place,
  stage: ScheduleTarget,
  now: number,
  born: number,
): Promise<{ isSilent: boolean; says: string }> {
  const { scheduleName, periodMinutes } = SCHEDULES[stage];
  const enoughMs = MISSED_STARTS * periodMinutes * MINUTE_MS + CLOCKS_APART_MS;
  const lines = await readLog(place, `{ $.kind = "stage" && $.stage = "${stage}" }`, now - enoughMs);
  const last = lines.at(-1);
  if (last !== undefined)
    return { isSilent: false, says: `${scheduleName} ran ${ago(now - Date.parse(last.timestamp))}` };
  if (now - born < enoughMs)
    return { isSilent: false, says: `${scheduleName} has yet to begin (every ${periodMinutes} minutes)` };
  return { isSilent: true, says: `${scheduleName} has started nothing for ${duration(enoughMs)}` };
}

/** The clocks of two machines are never quite the same. */
function ago(ms: number): string {
  return ms < MINUTE_MS ? 'just now' : `${duration(ms)} ago`;
}
