import { publishMessageFlow } from '../../src/provisioning/publish-message-flow.ts';
import { flowOf, orgStage } from '../../src/runtime/org-stage.ts';

/** Starts the job that publishes the inbound message flow, unless ours is up to date. */
export const handler = orgStage('PublishMessageFlow', (work, run) => publishMessageFlow(work, flowOf(work, run)));
