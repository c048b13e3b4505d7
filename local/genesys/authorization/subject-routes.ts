import type { Models } from 'purecloud-platform-client-v2';
import { ok } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { policiesOf } from './permissions.ts';

function subject({ org, client }: Call): Models.AuthzSubject {
  const grant: Models.AuthzGrant = {
    subjectId: client.clientId,
    division: { id: org.divisionId, name: 'Home', description: 'The home division', homeDivision: true },
    role: {
      id: `role-of-${client.clientId}`,
      name: 'Lab SMS',
      description: 'What this OAuth client may do',
      policies: policiesOf(client),
      default: false,
    },
    grantMadeAt: new Date(org.createdAt).toISOString(),
  };
  return { id: client.clientId, name: client.clientId, grants: [grant], version: 1 };
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
