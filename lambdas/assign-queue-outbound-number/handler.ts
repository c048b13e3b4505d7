import { assignQueueOutboundNumber } from '../../src/provisioning/assign-queue-outbound-number.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Makes the queue send from the org's number: one field of it, and nothing else, changes. */
export const handler = orgStage('AssignQueueOutboundNumber', (work) => assignQueueOutboundNumber(work));
