import { verifyOrgAccess } from '../../src/provisioning/org-access.ts';
import { flowOf, orgStage } from '../../src/runtime/org-stage.ts';

/** Looks at everything that could stand in the way, changes nothing, and names every problem of the org at once. */
export const handler = orgStage('VerifyOrgAccess', (work, run) => verifyOrgAccess(work, flowOf(work, run)));
