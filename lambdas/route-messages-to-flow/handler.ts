import { routeMessagesToFlow } from '../../src/provisioning/recipient.ts';
import { provisioningStage } from '../../src/runtime/provisioning-stage.ts';

/** Routes messages to the number into the published flow. */
export const handler = provisioningStage('RouteMessagesToFlow', (work) => routeMessagesToFlow(work));
