import { PROVISIONING_STATE_MACHINE_NAME } from '../../../src/workflow/names.ts';
import { REGISTERED } from '../../../src/workflow/events.ts';
import { REGISTRATION, SECRET } from '../../crash-matrix/matrix-org.ts';
import { provisioning, provisioningAgain, type Row } from './row.ts';

const OTHER_CLIENT = { clientId: 'client-of-another-org', clientSecret: 'secret-of-another-org-0815' };

/** Registrations that come to nothing before the org is looked at, and claims. */
export const ROWS_BEFORE_THE_ORG: readonly Row[] = [
  provisioning('nothing goes wrong', (scene) => scene.register()),
  provisioning('the registration has bad fields', (scene) =>
    scene.register({ sms: { countryCode: 'gb', phoneNumberType: 'mobile' }, queue: 'G Ride' }),
  ),
  provisioningAgain('the registration is older than the last decommissioning', async (scene) => {
    const eventTime = new Date(scene.universe.clock.now()).toISOString();
    scene.universe.clock.advance(60_000);
    await scene.decommission();
    await scene.startByHand(PROVISIONING_STATE_MACHINE_NAME, { registration: REGISTRATION, eventTime });
  }),
  provisioning('the same registration comes a second time while it runs', async (scene) => {
    scene.whenCalled('PurchaseSmsPhoneNumber', 'postRoutingSmsPhonenumbers', () => {
      void scene.send(REGISTERED, REGISTRATION);
    });
    await scene.register();
  }),
  provisioning('another registration comes while one runs', async (scene) => {
    scene.whenCalled('PurchaseSmsPhoneNumber', 'postRoutingSmsPhonenumbers', () => {
      void scene.send(REGISTERED, { ...REGISTRATION, queueName: 'Another queue' });
    });
    await scene.register();
  }),
  provisioning('a failed run is redriven after another one has finished', async (scene) => {
    scene.genesysFails('putRoutingMessageRecipient', { status: 400, code: 'bad.request', times: 1 });
    await scene.register();
    const { lastExecution } = await scene.record();
    scene.universe.clock.advance(120_000);
    await scene.register();
    await scene.redrive(lastExecution);
  }),
  provisioning('there is no secret', async (scene) => {
    await scene.secretIs(undefined);
    await scene.register();
  }),
  provisioning('the secret lacks a field', async (scene) => {
    await scene.secretIs({ clientId: SECRET.clientId, testSmsTo: 'my phone' });
    await scene.register();
  }),
  provisioning('Genesys refuses the credentials', async (scene) => {
    await scene.secretWith({ clientSecret: 'wrong-secret-4711' });
    await scene.register();
  }),
  provisioning("the credentials are another org's", async (scene) => {
    scene.control.addOrg({
      id: '99999999-2222-4333-8444-555555555555',
      name: 'Another Lab',
      clients: [OTHER_CLIENT],
      queues: [{ name: 'G Ride' }],
    });
    await scene.secretWith(OTHER_CLIENT);
    await scene.register();
  }),
];
