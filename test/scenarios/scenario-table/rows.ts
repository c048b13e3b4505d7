import type { Row } from './row.ts';
import { ROWS_BEFORE_THE_ORG } from './rows-before-the-org.ts';
import { ROWS_OF_DECOMMISSIONING } from './rows-of-decommissioning.ts';
import { ROWS_OF_FLOW_AND_NUMBER } from './rows-of-flow-and-number.ts';
import { ROWS_OF_LATE_STAGES } from './rows-of-late-stages.ts';
import { ROWS_OF_THE_ORG } from './rows-of-the-org.ts';
import { ROWS_OF_VERIFICATION } from './rows-of-verification.ts';

/** Every row of the scenario table, in the order in which a run meets what they tell of. */
export const ROWS: readonly Row[] = [
  ...ROWS_BEFORE_THE_ORG,
  ...ROWS_OF_THE_ORG,
  ...ROWS_OF_FLOW_AND_NUMBER,
  ...ROWS_OF_LATE_STAGES,
  ...ROWS_OF_VERIFICATION,
  ...ROWS_OF_DECOMMISSIONING,
];
