import { planOrg } from '../../src/runtime/plan-stage.ts';

/** Looks at one org for whoever asks, writes nothing anywhere, and tells what provisioning would adopt, buy, change or refuse. */
export const handler = planOrg;
