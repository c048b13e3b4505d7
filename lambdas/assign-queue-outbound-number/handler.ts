import { assignQueueOutboundNumber } from '../../src/provisioning/assign-queue-outbound-number.ts';
import { provisioningStage } from '../../src/runtime/provisioning-stage.ts';

/** Makes the queue send from the org's number: one field of it, and nothing else, changes. */
export const handler = provisioningStage('AssignQueueOutboundNumber', (work) => assignQueueOutboundNumber(work));
