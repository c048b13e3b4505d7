import { sweepAll } from '../../src/runtime/sweep-stage.ts';

/** Does for every org what lost news left undone, and asks for its decommissioning when the lease has ended. */
export const handler = sweepAll;
