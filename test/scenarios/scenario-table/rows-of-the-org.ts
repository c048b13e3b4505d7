import { SECRET, FLOW_NAME, ORG_ID, QUEUE_NAME } from '../../crash-matrix/matrix-org.ts';
import { provisioning, provisioningAgain, type Row } from './row.ts';
import type { Scene } from './scene.ts';

const OTHER_NUMBER = '+447700900042';
const genesysOrgId = ORG_ID;

const mayOnly = (scene: Scene, ...permissions: string[]): void => {
  scene.control.setRole({ genesysOrgId, clientId: SECRET.clientId, permissions });
};
const ownsNumber = (scene: Scene, changes: object = {}): void => {
  scene.control.contents.addPhoneNumber({
    genesysOrgId,
    phoneNumber: OTHER_NUMBER,
    countryCode: 'GB',
    phoneNumberType: 'mobile',
    ...changes,
  });
};
const swapQueue = (scene: Scene, changes: object): void => {
  const { contents } = scene.control;
  contents.removeQueue({ genesysOrgId, queue: QUEUE_NAME });
  contents.addQueue({ genesysOrgId, name: QUEUE_NAME, ...changes });
};

/** What VerifyOrgAccess finds in the org. */
export const ROWS_OF_THE_ORG: readonly Row[] = [
  provisioning('the client lacks permissions', async (scene) => {
    mayOnly(scene, 'architect:*:*', 'conversation:*:*', 'routing:*:*');
    await scene.register();
  }),
  provisioning('the org has no such queue', (scene) => scene.register({ queueName: 'G Rides' })),
  provisioning('the org has two queues of that name', async (scene) => {
    scene.control.contents.addQueue({ genesysOrgId, name: QUEUE_NAME });
    scene.foundLikeThis();
    await scene.register();
  }),
  provisioning('the queue sends from a number that lab-sms did not set', async (scene) => {
    ownsNumber(scene);
    swapQueue(scene, { smsPhoneNumber: OTHER_NUMBER });
    scene.foundLikeThis();
    await scene.register();
  }),
  provisioning('somebody else has a flow of that name', async (scene) => {
    scene.control.contents.addFlow({ genesysOrgId, name: FLOW_NAME });
    scene.foundLikeThis();
    await scene.register();
  }),
  provisioningAgain('somebody has our flow open in Architect', async (scene) => {
    scene.control.lockFlow({ genesysOrgId, flow: FLOW_NAME, by: 'Ada Lovelace' });
    await scene.register({ queueName: 'Another queue' });
  }),
  provisioning('the number to adopt has a route that lab-sms did not set', async (scene) => {
    ownsNumber(scene, { flow: 'Another flow' });
    scene.foundLikeThis();
    await scene.register({ sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: OTHER_NUMBER } });
  }),
  provisioning("the number to adopt isn't the org's", (scene) =>
    scene.register({ sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: OTHER_NUMBER } }),
  ),
  provisioningAgain('another kind of number is asked for than the org has', (scene) =>
    scene.register({ sms: { countryCode: 'GB', phoneNumberType: 'local' } }),
  ),
  provisioningAgain("the org's number was released by somebody", async (scene) => {
    scene.control.contents.removePhoneNumber({ genesysOrgId, phoneNumber: scene.number });
    await scene.register();
  }),
  provisioning('several of these at once', async (scene) => {
    mayOnly(scene, 'architect:*:*', 'conversation:*:*', 'routing:*:*', 'sms:phoneNumber:view');
    scene.control.contents.addFlow({ genesysOrgId, name: FLOW_NAME });
    scene.foundLikeThis();
    await scene.register({ queueName: 'G Rides' });
  }),
];
