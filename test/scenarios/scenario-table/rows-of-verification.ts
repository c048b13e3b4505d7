import { VERIFICATION_STATE_MACHINE_NAME } from '../../../src/workflow/names.ts';
import { VERIFICATION_REQUESTED } from '../../../src/workflow/events.ts';
import { FLOW_NAME, ORG_ID, SECRET } from '../../crash-matrix/matrix-org.ts';
import { verification, type Row } from './row.ts';

const genesysOrgId = ORG_ID;
const SEND = 'postConversationsMessagesAgentless';
const TEXTS_A_DAY = 20;

/** Test texts. The org of these rows is ready, and one text has been delivered before. */
export const ROWS_OF_VERIFICATION: readonly Row[] = [
  verification('the text arrives', (scene) => scene.verify()),
  verification('the request has no org', async (scene) => {
    await scene.send(VERIFICATION_REQUESTED, { org: genesysOrgId });
    await scene.universe.idle();
  }),
  { ...verification('the org was never registered', (scene) => scene.verify()), from: 'new' },
  verification('the secret names nobody to text', async (scene) => {
    await scene.secretWith({ testSmsTo: undefined });
    await scene.verify();
  }),
  verification('the carrier says nothing for five minutes', async (scene) => {
    scene.genesysFails(SEND, { outcome: 'Pending' });
    await scene.verify();
  }),
  {
    ...verification('a US number without 10DLC registration', (scene) =>
      scene.register({ sms: { countryCode: 'US', phoneNumberType: 'local' } }),
    ),
    from: 'new',
  },
  verification('the carrier does not deliver it', async (scene) => {
    scene.genesysFails(SEND, { outcome: 'Failed' });
    await scene.verify();
  }),
  verification('Genesys refuses it: an agent has a conversation with that phone', async (scene) => {
    scene.control.connectConversation({ genesysOrgId, phoneNumber: scene.number, address: SECRET.testSmsTo });
    await scene.verify();
  }),
  verification('the answer to the text is lost', async (scene) => {
    scene.genesysFails(SEND, { reset: 'after' });
    await scene.verify();
  }),
  verification('the flow was published by somebody else since', async (scene) => {
    scene.control.editFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace', publish: true });
    await scene.verify();
  }),
  verification('the org has had its texts of the day', async (scene) => {
    const now = new Date(scene.universe.clock.now()).toISOString();
    const begun = Array.from({ length: TEXTS_A_DAY }, (_, index) => [`earlier-${index}`, now]);
    const textsOfDay = { day: scene.today, verifications: Object.fromEntries(begun) as Record<string, string> };
    await scene.inLedger({ ...(await scene.record()), textsOfDay });
    await scene.verify();
  }),
  verification('Genesys is down when the text is due', async (scene) => {
    scene.genesysFails('getRoutingMessageRecipients', {
      status: 503,
      code: 'service.unavailable',
      message: 'Not now.',
    });
    await scene.verify();
  }),
  verification('somebody stops it while the text is being sent', async (scene) => {
    scene.callsFail({ stage: 'SendTestSms', service: 'genesys', operation: SEND, fault: 'killed after' });
    await scene.startByHand(VERIFICATION_STATE_MACHINE_NAME, { request: { genesysOrgId } });
  }),
];
