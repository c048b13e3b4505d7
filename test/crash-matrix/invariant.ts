import type { Evidence } from './evidence.ts';

/** Looks at one promise of the product; answers what was found instead, or nothing. */
export type Invariant = (evidence: Evidence) => string | undefined;
