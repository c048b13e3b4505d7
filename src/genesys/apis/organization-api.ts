import SdkApi from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/OrganizationApi.js';
import type { OrganizationApi } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../connection.ts';

/** The SDK's OrganizationApi, calling one org through its connection; rejects with the errors of `errors.ts`. */
export function organizationApi(connection: GenesysConnection): OrganizationApi {
  return new SdkApi(connection);
}
