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

/** How loud each is: an error where lab-sms may have caused a charge, information where nobody needs to act. */
export const LEVEL_OF_FINDING: Readonly<Record<FindingName, 'info' | 'warn' | 'error'>> = {
  'routing drift': 'warn',
  'routing mended': 'info',
  'stray number': 'error',
  'unknown number': 'info',
  'number in doubt': 'warn',
  'lease ending': 'warn',
  'not checked': 'warn',
};

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
