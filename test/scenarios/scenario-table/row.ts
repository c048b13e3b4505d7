import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../../src/workflow/names.ts';
import type { TemplateChange } from '../changed-template.ts';
import type { Scene } from './scene.ts';

/** One row of the scenario table: something that happens to one org, in plain words and as it is arranged. */
export interface Row {
  what: string;
  machine: string;
  /** What the org is when it begins: nobody has registered it, or it has its SMS channel. */
  from: 'new' | 'ready';
  /** Makes it happen and waits until nothing runs any more. */
  play: (scene: Scene) => Promise<void>;
  /** Changes the stack itself, for what comes from outside our code and can't be brought about otherwise. */
  planted?: TemplateChange;
}

type Play = Row['play'];

/** A row about a provisioning of an org that nobody has registered before. */
export const provisioning = (what: string, play: Play): Row => ({
  what,
  machine: PROVISIONING_STATE_MACHINE_NAME,
  from: 'new',
  play,
});

/** A row about another provisioning of an org that is ready. */
export const provisioningAgain = (what: string, play: Play): Row => ({ ...provisioning(what, play), from: 'ready' });

/** A row about a verification of an org that is ready. */
export const verification = (what: string, play: Play): Row => ({
  what,
  machine: VERIFICATION_STATE_MACHINE_NAME,
  from: 'ready',
  play,
});

/** A row about a decommissioning of an org that is ready. */
export const decommissioning = (what: string, play: Play): Row => ({
  what,
  machine: DECOMMISSIONING_STATE_MACHINE_NAME,
  from: 'ready',
  play,
});
