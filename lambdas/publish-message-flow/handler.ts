import { publishMessageFlow } from '../../src/provisioning/publish-message-flow.ts';
import { flowOf, provisioningStage } from '../../src/runtime/provisioning-stage.ts';

/** Starts the job that publishes the inbound message flow, unless ours is up to date. */
export const handler = provisioningStage('PublishMessageFlow', (work, run) =>
  publishMessageFlow(work, flowOf(work, run)),
);
