import type { CheckEntry, ReportedFinding, Suspicion } from '../ledger/lab-org-record.ts';
import { isIn, type Look, type Observation } from './observation.ts';

/**
 * Looks a period apart are an hour apart less what a schedule's start and the checks of other orgs may shift them:
 * ten minutes, the longest run of the check.
 */
export const PERIOD_MS = 50 * 60_000;

/** What one look means after those before it. */
export interface Judgement {
  /** What is remembered from here on. */
  check: Omit<CheckEntry, 'writeToken'>;
  /** What is to be reported. */
  news: Observation[];
  /** Routing that had been reported as wrong and is right again, by key. */
  mended: [key: string, was: ReportedFinding][];
}

/**
 * Holds a look against what is remembered: what is certain is news once, what may pass by itself is news when it is seen
 * twice with a period between, the same again is none, and what was reported and is seen no more is forgotten.
 */
export function judgeLook(remembered: CheckEntry | undefined, look: Look, now: Date): Judgement {
  const { suspected: suspectedBefore = {}, reported: reportedBefore = {} } = remembered ?? {};
  const at = now.toISOString();
  const suspected: Record<string, Suspicion> = kept(suspectedBefore, look.unseen);
  const reported: Record<string, ReportedFinding> = kept(reportedBefore, look.unseen);
  const news: Observation[] = [];
  for (const observation of look.observations) {
    const { key, value, resourceId } = observation;
    const known = reportedBefore[key];
    if (known?.value === value) {
      reported[key] = known;
      continue;
    }
    const suspicion = suspectedBefore[key];
    const isSeenTwice = suspicion?.value === value && now.getTime() - Date.parse(suspicion.since) >= PERIOD_MS;
    if (observation.isCertain || isSeenTwice) {
      news.push(observation);
      reported[key] = { value, resourceId, at };
    } else {
      suspected[key] = suspicion?.value === value ? suspicion : { value, since: at };
      // What was told of the thing still stands: it is not mended, only not yet told anew.
      if (known !== undefined) reported[key] = known;
    }
  }
  const mended = Object.entries(reportedBefore).filter(
    ([key]) => look.isRoutingSeen && isIn(['routing'], key) && reported[key] === undefined,
  );
  return { check: { lookedAt: at, suspected, reported }, news, mended };
}

function kept<T>(entries: Record<string, T>, areas: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => isIn(areas, key)));
}
