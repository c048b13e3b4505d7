import type { JsonObject } from '../../../local/aws/json.ts';
import { PROVISIONING_STATE_MACHINE_NAME } from '../../../src/workflow/names.ts';
import { ORG_ID, QUEUE_NAME } from '../../crash-matrix/matrix-org.ts';
import { withDefinition } from '../changed-template.ts';
import { provisioning, type Row } from './row.ts';
import type { Scene } from './scene.ts';

const genesysOrgId = ORG_ID;

/** An agent saves another description between our change of the queue and our look at it. */
function editQueue(scene: Scene): void {
  const { contents } = scene.control;
  const {
    id = '',
    dateCreated,
    outboundMessagingAddresses,
  } = scene.org.queues.find(({ name }) => name === QUEUE_NAME) ?? {};
  contents.removeQueue({ genesysOrgId, queue: QUEUE_NAME });
  contents.addQueue({
    genesysOrgId,
    name: QUEUE_NAME,
    id,
    description: 'For Ada',
    dateCreated,
    outboundMessagingAddresses,
  });
}

/** Somebody takes the route away each time that it has been made. */
function dropRoute(scene: Scene): void {
  const { number: phoneNumber } = scene;
  scene.control.contents.removePhoneNumber({ genesysOrgId, phoneNumber });
  const kind = { countryCode: 'GB', phoneNumberType: 'mobile' } as const;
  scene.control.contents.addPhoneNumber({ genesysOrgId, phoneNumber, ...kind });
}

/** Queue and route, the end of a run, and what comes from outside: services that are down, people who stop it. */
export const ROWS_OF_LATE_STAGES: readonly Row[] = [
  provisioning('somebody edits the queue at the same moment', async (scene) => {
    scene.whenCalled(
      'AssignQueueOutboundNumber',
      'getRoutingQueue',
      () => {
        editQueue(scene);
      },
      2,
    );
    await scene.register();
  }),
  provisioning('Genesys never makes the recipient', async (scene) => {
    scene.whenCalled('RouteMessagesToFlow', 'getRoutingMessageRecipients', () => {
      scene.genesysHas({ recipientAt: Infinity });
    });
    await scene.register();
  }),
  provisioning('somebody takes the route away again and again', async (scene) => {
    scene.whenCalled('RouteMessagesToFlow', 'getRoutingMessageRecipient', () => {
      dropRoute(scene);
    });
    await scene.register();
  }),
  provisioning('Genesys refuses the route', async (scene) => {
    scene.genesysFails('putRoutingMessageRecipient', { status: 400, code: 'bad.request', message: 'Not like this.' });
    await scene.register();
  }),
  provisioning('the event bus does not take our event', async (scene) => {
    const call = { stage: 'RecordProvisioned', service: 'events', operation: 'PutEvents' } as const;
    scene.callsFail({ ...call, fault: 'partial failure' }, 20);
    await scene.register();
  }),
  provisioning('Genesys is down for a quarter of an hour', async (scene) => {
    scene.genesysFails('getRoutingQueues', { status: 503, code: 'service.unavailable', message: 'Not now.' });
    await scene.register();
  }),
  provisioning('Genesys has too many requests for a quarter of an hour', async (scene) => {
    scene.genesysFails('getRoutingQueues', {
      status: 429,
      code: 'too.many.requests',
      headers: { 'retry-after': '60' },
    });
    await scene.register();
  }),
  provisioning('the ledger is throttled for a quarter of an hour', async (scene) => {
    const call = { stage: 'AwaitMessageFlow', service: 'dynamodb', operation: 'GetItem' } as const;
    scene.callsFail({ ...call, fault: 'throttled' }, 40);
    await scene.register();
  }),
  provisioning('the function times out at every try', async (scene) => {
    const call = { stage: 'VerifyOrgAccess', service: 'genesys', operation: 'getRoutingQueues' } as const;
    scene.callsFail({ ...call, fault: 'function timed out before' }, 10);
    await scene.register();
  }),
  provisioning('somebody stops the run while it buys', async (scene) => {
    const call = {
      stage: 'PurchaseSmsPhoneNumber',
      service: 'genesys',
      operation: 'postRoutingSmsPhonenumbers',
    } as const;
    scene.callsFail({ ...call, fault: 'killed after' });
    await scene.register();
  }),
  provisioning('the same, and the registration says onFailure release', async (scene) => {
    const call = {
      stage: 'PurchaseSmsPhoneNumber',
      service: 'genesys',
      operation: 'postRoutingSmsPhonenumbers',
    } as const;
    scene.callsFail({ ...call, fault: 'killed after' });
    await scene.register({ onFailure: 'release' });
  }),
  {
    ...provisioning('the run takes longer than its machine allows', async (scene) => {
      scene.genesysFails('postRoutingSmsPhonenumbers', { outcome: 'Pending' });
      await scene.register();
    }),
    planted: withDefinition(PROVISIONING_STATE_MACHINE_NAME, (definition) => {
      definition.TimeoutSeconds = 600;
    }),
  },
  {
    ...provisioning('Step Functions itself stumbles: a path that is not there', (scene) => scene.register()),
    planted: withDefinition(PROVISIONING_STATE_MACHINE_NAME, ({ States }) => {
      const states = States as Record<string, { Parameters: { Payload: JsonObject } }>;
      const payload = states.RouteMessagesToFlow?.Parameters.Payload;
      if (payload !== undefined) payload['input.$'] = '$.planted.missing';
    }),
  },
];
