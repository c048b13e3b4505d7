import SdkApi from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/AuthorizationApi.js';
import type { AuthorizationApi } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../connection.ts';

/** The SDK's AuthorizationApi, calling one org through its connection; rejects with the errors of `errors.ts`. */
export function authorizationApi(connection: GenesysConnection): AuthorizationApi {
  return new SdkApi(connection);
}
