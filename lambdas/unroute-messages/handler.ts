import { unrouteMessages } from '../../src/provisioning/unroute-messages.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Gives the number's recipient the flow back that it had before. */
export const handler = orgStage('UnrouteMessages', (work) => unrouteMessages(work));
