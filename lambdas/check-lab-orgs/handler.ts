import { checkAll } from '../../src/runtime/check-stage.ts';

/** Looks at every org in turn, changes nothing there, and tells what has drifted, is billed unknown, in doubt or about to end. */
export const handler = checkAll;
