import type { GivenUp } from '../provisioning/left-behind.ts';
import { messageOfCause } from '../workflow/failure-cause.ts';
import { UNDOING_STAGES, givenUpKey } from '../workflow/stages.ts';

/** Why undoing stages gave up, out of what the state machine's catchers left in the execution's state. */
export function givenUpIn(input: Readonly<Record<string, unknown>>): GivenUp {
  const entries = UNDOING_STAGES.flatMap((stage) => {
    const caught = input[givenUpKey(stage)];
    if (typeof caught !== 'object' || caught === null) return [];
    const { Error: error, Cause: cause } = caught as { Error?: unknown; Cause?: unknown };
    const said = messageOfCause(typeof cause === 'string' ? cause : undefined);
    return [[stage, said ?? `It ended with ${typeof error === 'string' ? error : 'an unnamed error'}`] as const];
  });
  return Object.fromEntries(entries);
}
