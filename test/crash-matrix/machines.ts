import {
  DECOMMISSION_REQUESTED,
  LAB_ORGS_SOURCE,
  REGISTERED,
  VERIFICATION_REQUESTED,
} from '../../src/workflow/events.ts';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../src/workflow/names.ts';
import { ORG_ID, REGISTRATION } from './matrix-org.ts';
import type { Universe } from './universe.ts';
import type { SentEvent } from './told-and-seen.ts';

/** What a run of a state machine is, from where it begins to what is to come of it. */
export interface Machine {
  name: string;
  /** Makes the org into what the run begins with, out of one that nobody has touched. */
  prepare: (universe: Universe) => Promise<void>;
  /** The event that starts it; a person's second attempt sends it again. */
  event: SentEvent;
  /** Whether the org has its SMS channel when all is done. */
  leaves: 'provisioned' | 'as before';
}

/** The registration as an event. */
export const REGISTER: SentEvent = { source: LAB_ORGS_SOURCE, detailType: REGISTERED, detail: REGISTRATION };

async function provision(universe: Universe): Promise<void> {
  await universe.send(REGISTER);
  await universe.idle();
}

/** Every state machine of the stack: the matrix goes through all of them. Provisioning leads to a verification of its own. */
export const MACHINES: readonly Machine[] = [
  {
    name: PROVISIONING_STATE_MACHINE_NAME,
    prepare: () => Promise.resolve(),
    event: REGISTER,
    leaves: 'provisioned',
  },
  {
    name: VERIFICATION_STATE_MACHINE_NAME,
    prepare: provision,
    event: { source: LAB_ORGS_SOURCE, detailType: VERIFICATION_REQUESTED, detail: { genesysOrgId: ORG_ID } },
    leaves: 'provisioned',
  },
  {
    name: DECOMMISSIONING_STATE_MACHINE_NAME,
    prepare: provision,
    event: { source: LAB_ORGS_SOURCE, detailType: DECOMMISSION_REQUESTED, detail: { genesysOrgId: ORG_ID } },
    leaves: 'as before',
  },
];

/** The names of the state machines, for looking up executions. */
export const MACHINE_NAMES = MACHINES.map(({ name }) => name);
