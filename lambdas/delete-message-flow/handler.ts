import { deleteMessageFlow } from '../../src/provisioning/delete-message-flow.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Deletes the flow that we made, unless somebody has edited it since. */
export const handler = orgStage('DeleteMessageFlow', (work) => deleteMessageFlow(work));
