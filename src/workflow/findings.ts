/** What a scheduled check can find in an org. */
export const FINDINGS = [
  'routing drift',
  'routing mended',
  'stray number',
  'unknown number',
  'number in doubt',
  'lease ending',
  'not checked',
] as const;

/** The name of a finding. */
export type FindingName = (typeof FINDINGS)[number];

/** Findings that a person may want to know and need not act upon. */
export const FOR_INFORMATION: readonly FindingName[] = ['routing mended', 'unknown number'];

/** One finding of a scheduled check, told once until it changes. The message says what to do next. */
export interface Finding {
  finding: FindingName;
  genesysOrgId: string;
  /** The id of the thing in Genesys; the org's own where the finding is about the org. */
  resourceId: string;
  message: string;
  expected?: string;
  found?: string;
  correlationId?: string;
}
