import { awaitMessageFlow } from '../../src/provisioning/publish-message-flow.ts';
import { provisioningStage } from '../../src/runtime/provisioning-stage.ts';

/** Looks whether the flow job has ended and records the published flow. */
export const handler = provisioningStage('AwaitMessageFlow', (work) => awaitMessageFlow(work));
