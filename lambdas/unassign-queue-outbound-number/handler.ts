import { unassignQueueOutboundNumber } from '../../src/provisioning/unassign-queue-outbound-number.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Gives the queue the number back that it had before. */
export const handler = orgStage('UnassignQueueOutboundNumber', (work) => unassignQueueOutboundNumber(work));
