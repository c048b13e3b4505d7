import type { Models } from 'purecloud-platform-client-v2';
import { ok } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';

function organization({ org }: Call): Models.Organization {
  return {
    id: org.id,
    name: org.name,
    defaultLanguage: 'en-us',
    defaultCountryCode: 'US',
    domain: org.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    version: 1,
    state: 'active',
    voicemailEnabled: false,
    productPlatform: 'PureCloud',
    features: {},
    selfUri: '/api/v2/organizations/me',
  };
}

/** The org of the token. */
export const organizationRoutes: readonly Route[] = [
  {
    operation: 'getOrganizationsMe',
    method: 'GET',
    path: '/api/v2/organizations/me',
    permissions: [],
    handle: (call) => ok(organization(call)),
  },
];
