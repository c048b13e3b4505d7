import type { Models } from 'purecloud-platform-client-v2';
import { ok } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { divisionsOf, HOME } from './divisions.ts';
import { policiesOf } from './permissions.ts';

function subject({ org, client }: Call): Models.AuthzSubject {
  const grants = divisionsOf(org, client).map(({ id, name }): Models.AuthzGrant => ({
    subjectId: client.clientId,
    division: { id, name, description: `The division ${name}`, homeDivision: name === HOME },
    role: {
      id: `role-of-${client.clientId}`,
      name: 'Lab SMS',
      description: 'What this OAuth client may do',
      policies: policiesOf(client),
      default: false,
    },
    grantMadeAt: new Date(org.createdAt).toISOString(),
  }));
  return { id: client.clientId, name: client.clientId, grants, version: 1 };
}

/** What the token's client may do. */
export const subjectRoutes: readonly Route[] = [
  {
    operation: 'getAuthorizationSubjectsMe',
    method: 'GET',
    path: '/api/v2/authorization/subjects/me',
    permissions: [],
    handle: (call) => ok(subject(call)),
  },
];
