import { recordFailure } from '../../src/runtime/failure-stage.ts';

/** Writes down what ended an execution, frees the org for the next one, and tells the world. */
export const handler = recordFailure;
