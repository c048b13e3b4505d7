import { addressRoutes } from './addresses/address-routes.ts';
import { subjectRoutes } from './authorization/subject-routes.ts';
import { flowJobRoutes } from './flows/flow-job-routes.ts';
import { flowRoutes } from './flows/flow-routes.ts';
import { unlockRoutes } from './flows/unlock-route.ts';
import type { Route } from './http/route.ts';
import { messageRoutes } from './messages/message-routes.ts';
import { organizationRoutes } from './organization/organization-routes.ts';
import { phoneNumberRoutes } from './phone-numbers/phone-number-routes.ts';
import { queueRoutes } from './queues/queue-routes.ts';
import { recipientRoutes } from './recipients/recipient-routes.ts';

/** Every operation of the API that is simulated. */
export const ROUTES: readonly Route[] = [
  ...organizationRoutes,
  ...subjectRoutes,
  ...queueRoutes,
  ...phoneNumberRoutes,
  ...addressRoutes,
  ...flowRoutes,
  ...flowJobRoutes,
  ...unlockRoutes,
  ...recipientRoutes,
  ...messageRoutes,
];

/** Everything that a fault can disturb: the API's operations, the token endpoint and the upload of a flow. */
export const FAULTABLE_OPERATIONS: readonly string[] = [
  'token',
  'uploadFlow',
  ...ROUTES.map(({ operation }) => operation),
];
