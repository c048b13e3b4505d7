import { SPEND_TOTAL, spendOfDay } from '../../../src/workflow/spend-items.ts';
import { provisioning, provisioningAgain, type Row } from './row.ts';

const BUY = 'postRoutingSmsPhonenumbers';
const someNumbers = (count: number): Set<string> =>
  new Set(Array.from({ length: count }, (_, index) => `+4477009001${String(index).padStart(2, '0')} another-org`));

/** Flow jobs and numbers that do not come to what they should. */
export const ROWS_OF_FLOW_AND_NUMBER: readonly Row[] = [
  provisioning('the first flow job fails', async (scene) => {
    scene.genesysFails('postFlowsJobs', { outcome: 'Failed', messages: ['Queue is not known.'], times: 1 });
    await scene.register();
  }),
  provisioning('both flow jobs fail, with messages', async (scene) => {
    scene.genesysFails('postFlowsJobs', { outcome: 'Failed', messages: ['Queue is not known.'] });
    await scene.register();
  }),
  provisioning('both flow jobs fail, without messages', async (scene) => {
    scene.genesysFails('postFlowsJobs', { outcome: 'Failed' });
    await scene.register();
  }),
  provisioning('the flow job never ends', async (scene) => {
    scene.genesysFails('postFlowsJobs', { outcome: 'Pending' });
    await scene.register();
  }),
  provisioning('no flow job can be started: every answer is lost', async (scene) => {
    scene.genesysFails('postFlowsJobs', { reset: 'before' });
    await scene.register();
  }),
  provisioning('four numbers are refused, the fifth is not', async (scene) => {
    scene.genesysFails(BUY, { status: 400, code: 'phone.number.unavailable', message: 'Gone.', times: 4 });
    await scene.register();
  }),
  provisioning('five numbers are refused', async (scene) => {
    scene.genesysFails(BUY, { status: 400, code: 'phone.number.unavailable', message: 'Gone.' });
    await scene.register();
  }),
  provisioning('such a number is not sold without more', async (scene) => {
    scene.genesysFails(BUY, { status: 400, code: 'address.required', message: 'An address is required.' });
    await scene.register();
  }),
  provisioning('the day has no number left to buy', async (scene) => {
    await scene.inLedger({ genesysOrgId: spendOfDay(scene.today), members: someNumbers(20) });
    await scene.register();
  }),
  provisioning('no number is left to buy at all', async (scene) => {
    await scene.inLedger({ genesysOrgId: SPEND_TOTAL, members: someNumbers(100) });
    await scene.register();
  }),
  provisioning('the answer to a purchase is lost', async (scene) => {
    scene.genesysFails(BUY, { reset: 'after', times: 1 });
    await scene.register();
  }),
  provisioning('no purchase is ever answered', async (scene) => {
    scene.genesysFails(BUY, { reset: 'before' });
    await scene.register();
  }),
  provisioning('the client may not buy after all', async (scene) => {
    scene.genesysFails(BUY, { status: 403, code: 'missing.permissions', message: 'Missing sms:phoneNumber:add.' });
    await scene.register();
  }),
  provisioning('the number that was bought fails to be provisioned', async (scene) => {
    scene.genesysFails(BUY, { outcome: 'Failed', times: 1 });
    await scene.register();
  }),
  provisioning('the number that was bought never becomes active', async (scene) => {
    scene.genesysFails(BUY, { outcome: 'Pending' });
    await scene.register();
  }),
  provisioningAgain("Genesys shows the org's number as failed", async (scene) => {
    scene.genesysHas({ outcome: 'Failed' });
    await scene.register();
  }),
];
