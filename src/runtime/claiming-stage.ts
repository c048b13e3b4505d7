import type { Claimant, ClaimOutcome } from '../ledger/claims.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import { reportOwnRun } from './run-end.ts';
import { requestedAt, stageHandler, type StageHandler, type StageRun } from './stage.ts';

/** What a claiming stage says: the org is this execution's; or who does the same already; or (`null`) nothing is left to do. */
export type ClaimAnswer = { isHeld: true } | { isHeld: false; holder: string | null };

/** A stage that takes an org for its execution; when it fails, it has touched no ledger. */
export function claimingStage(
  stage: 'ClaimLabOrg' | 'ClaimLabOrgForRelease',
  claim: (run: StageRun, me: Claimant) => Promise<ClaimOutcome>,
): StageHandler<ClaimAnswer> {
  return stageHandler(
    stage,
    async (run) => {
      const outcome = await claim(run, { ...run.me, requestedAt: requestedAt(run.event) });
      if (outcome.isHeld) return { isHeld: true };
      const { holder } = outcome;
      if (holder === null) await reportOwnRun(run, 'nothing to do');
      else await reportOwnRun(run, 'runs already', `The same is done by ${holder}`);
      return { isHeld: false, holder };
    },
    (_run, error) => Promise.resolve(isRetriedOrCaught(stage, error.name)),
  );
}
