import { StageError } from '../workflow/stage-error.ts';
import { needsSweep, sweepLabOrg, type SweepAction, type SweepTools } from './sweep-lab-org.ts';

/** What a sweep of all orgs did. */
export interface SweepCounts {
  orgs: number;
  claimsEnded: number;
  verificationsEnded: number;
  releasesRequested: number;
  leaseEndsRequested: number;
}

/** Hears of what is done, org by org. */
export interface SweepListener {
  done: (genesysOrgId: string, actions: readonly SweepAction[]) => void;
  failed: (genesysOrgId: string, error: unknown) => void;
}

/** Time that one org may take; with less than that left, the others are left to the next sweep. */
const ENOUGH_FOR_ONE_MS = 15_000;

/** How many orgs the error names. */
const NAMED = 5;

/**
 * Sweeps every org of the ledger, one after the other: Step Functions allows few questions a second, and only orgs that
 * may need something cost one. One org's trouble never keeps the others waiting.
 * @throws StageError SweepIncomplete, after all others, when an org could not be handled or the time ran out
 */
export async function sweepLabOrgs(
  tools: SweepTools,
  listener: SweepListener,
  remainingMs: () => number,
): Promise<SweepCounts> {
  const actions: SweepAction[] = [];
  const failed: string[] = [];
  let orgs = 0;
  let isCutShort = false;
  for await (const record of tools.table.records()) {
    if (remainingMs() < ENOUGH_FOR_ONE_MS) {
      isCutShort = true;
      break;
    }
    orgs += 1;
    try {
      if (!needsSweep(record)) continue;
      const done = await sweepLabOrg(tools, record.genesysOrgId);
      if (done.length > 0) listener.done(record.genesysOrgId, done);
      actions.push(...done);
    } catch (error) {
      failed.push(record.genesysOrgId);
      listener.failed(record.genesysOrgId, error);
    }
  }
  if (failed.length > 0 || isCutShort) throw incomplete(orgs, failed, isCutShort);
  const count = (wanted: SweepAction): number => actions.filter((action) => action === wanted).length;
  return {
    orgs,
    claimsEnded: count('claim ended'),
    verificationsEnded: count('verification ended'),
    releasesRequested: count('release requested'),
    leaseEndsRequested: count('lease end requested'),
  };
}

function incomplete(orgs: number, failed: readonly string[], isCutShort: boolean): StageError {
  const others = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : '';
  const parts = [
    `The sweep looked at ${orgs} orgs.`,
    ...(failed.length > 0
      ? [
          `${failed.length} could not be handled: ${failed.slice(0, NAMED).join(', ')}${others}; their log lines say why.`,
        ]
      : []),
    ...(isCutShort ? ['Its time ran out before the last one.'] : []),
    'The next sweep tries again.',
  ];
  return new StageError('SweepIncomplete', parts.join(' '));
}
