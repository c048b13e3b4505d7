/** What an org keeps of the things that only ever become more; the oldest go. Far more than a lab looks back on. */
export const LIMITS = {
  /** Texts of an org, or its `textsPerDay` where that is more: they are counted by it. */
  texts: 500,
  /** Flow jobs of an org that have ended, or whose upload can't come any more. */
  endedFlowJobs: 200,
  /** Flows of an org that were deleted. */
  deletedFlows: 200,
  /** Versions of a flow, besides the one that runs. */
  flowVersions: 100,
  /** Tokens of an OAuth client. */
  tokens: 200,
} as const;

/** Leaves out the oldest of those that may go, which come in the order of their age, until `most` of them are left. */
export function withoutOldest<T>(all: readonly T[], most: number, mayGo: (each: T) => boolean): T[] {
  let excess = all.filter(mayGo).length - most;
  return all.filter((each) => {
    if (excess <= 0 || !mayGo(each)) return true;
    excess -= 1;
    return false;
  });
}
