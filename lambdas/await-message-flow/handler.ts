import { awaitMessageFlow } from '../../src/provisioning/publish-message-flow.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Looks whether the flow job has ended and records the published flow. */
export const handler = orgStage('AwaitMessageFlow', (work) => awaitMessageFlow(work));
