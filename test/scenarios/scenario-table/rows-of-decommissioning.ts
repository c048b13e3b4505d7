import { DECOMMISSION_REQUESTED } from '../../../src/workflow/events.ts';
import { DECOMMISSIONING_STATE_MACHINE_NAME } from '../../../src/workflow/names.ts';
import { FLOW_NAME, ORG_ID } from '../../crash-matrix/matrix-org.ts';
import { decommissioning, type Row } from './row.ts';

const genesysOrgId = ORG_ID;
const THEIRS = '+447700900042';
const GB_MOBILE = { countryCode: 'GB', phoneNumberType: 'mobile' } as const;
const ADOPTED = { sms: { ...GB_MOBILE, phoneNumber: THEIRS } };
const RELEASE = 'deleteRoutingSmsPhonenumber';

/** The end of an org's SMS channel. The org of these rows is ready. */
export const ROWS_OF_DECOMMISSIONING: readonly Row[] = [
  decommissioning('nothing goes wrong', (scene) => scene.decommission()),
  decommissioning('it is asked for twice', async (scene) => {
    await scene.decommission();
    await scene.decommission();
  }),
  decommissioning('the request has a bad field', (scene) => scene.decommission({ releaseAdopted: '07700 900042' })),
  decommissioning('a number is to be released as adopted that was bought', (scene) =>
    scene.decommission({ releaseAdopted: scene.number }),
  ),
  { ...decommissioning('the org was never registered', (scene) => scene.decommission()), from: 'new' },
  decommissioning('the request is older than the last registration', (scene) =>
    scene.startByHand(DECOMMISSIONING_STATE_MACHINE_NAME, {
      request: { genesysOrgId },
      eventTime: new Date(scene.universe.clock.now() - 86_400_000).toISOString(),
    }),
  ),
  {
    ...decommissioning('the org is being provisioned', async (scene) => {
      scene.whenCalled('PurchaseSmsPhoneNumber', 'postRoutingSmsPhonenumbers', () => {
        void scene.send(DECOMMISSION_REQUESTED, { genesysOrgId });
      });
      await scene.register();
    }),
    from: 'new',
  },
  {
    ...decommissioning('the number was adopted', async (scene) => {
      scene.control.contents.addPhoneNumber({ genesysOrgId, phoneNumber: THEIRS, ...GB_MOBILE });
      scene.foundLikeThis();
      await scene.register(ADOPTED);
      scene.universe.clock.advance(60_000);
      await scene.decommission();
    }),
    from: 'new',
  },
  decommissioning('somebody has edited our flow since', async (scene) => {
    scene.control.editFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace', publish: true });
    await scene.decommission();
  }),
  decommissioning('somebody has our flow open in Architect', async (scene) => {
    scene.control.lockFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace' });
    await scene.decommission();
  }),
  decommissioning('the same, and it is asked for again once the flow is closed', async (scene) => {
    scene.control.lockFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace' });
    await scene.decommission();
    scene.control.unlockFlow({ genesysOrgId, flow: FLOW_NAME });
    scene.universe.clock.advance(120_000);
    await scene.decommission();
  }),
  decommissioning('the failed one is redriven after another has finished', async (scene) => {
    scene.control.lockFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace' });
    await scene.decommission();
    const { lastExecution } = await scene.record();
    scene.control.unlockFlow({ genesysOrgId, flow: FLOW_NAME });
    scene.universe.clock.advance(120_000);
    await scene.decommission();
    await scene.redrive(lastExecution);
  }),
  decommissioning('Genesys refuses to release the number', async (scene) => {
    scene.genesysFails(RELEASE, { status: 400, code: 'recipient.has.flow', message: 'The recipient has a flow.' });
    await scene.decommission();
  }),
  decommissioning('the release is ordered and never done', async (scene) => {
    scene.whenCalled('AwaitSmsPhoneNumberReleased', 'getRoutingSmsPhonenumber', () => {
      scene.genesysHas({ releasedAt: Infinity });
    });
    await scene.decommission();
  }),
  decommissioning('the release is ordered and forgotten', async (scene) => {
    scene.whenCalled('AwaitSmsPhoneNumberReleased', 'getRoutingSmsPhonenumber', () => {
      const { number: phoneNumber } = scene;
      scene.control.contents.removePhoneNumber({ genesysOrgId, phoneNumber });
      scene.control.contents.addPhoneNumber({ genesysOrgId, phoneNumber, ...GB_MOBILE });
    });
    await scene.decommission();
  }),
  {
    ...decommissioning('whether the number was bought is in doubt', async (scene) => {
      scene.genesysFails('postRoutingSmsPhonenumbers', { reset: 'before' });
      await scene.register();
      scene.universe.clock.advance(120_000);
      await scene.decommission();
    }),
    from: 'new',
  },
  decommissioning('the secret is gone', async (scene) => {
    await scene.secretIs(undefined);
    await scene.decommission();
  }),
];
