import SdkApi from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/RoutingApi.js';
import type { RoutingApi } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../connection.ts';

/** The SDK's RoutingApi, calling one org through its connection; rejects with the errors of `errors.ts`. */
export function routingApi(connection: GenesysConnection): RoutingApi {
  return new SdkApi(connection);
}
