import type { Fault } from '../http/fault.ts';
import type { SimulatorSettings } from '../state/settings.ts';
import type { OrgView } from './org-view.ts';

/** Everything that there is. */
export interface SimulatorState {
  /** ISO 8601: the simulator's own time. */
  now: string;
  settings: SimulatorSettings;
  faults: Fault[];
  orgs: OrgView[];
}
