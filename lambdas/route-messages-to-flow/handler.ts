import { routeMessagesToFlow } from '../../src/provisioning/recipient.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Routes messages to the number into the published flow. */
export const handler = orgStage('RouteMessagesToFlow', (work) => routeMessagesToFlow(work));
