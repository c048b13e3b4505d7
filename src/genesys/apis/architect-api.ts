import SdkApi from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/ArchitectApi.js';
import type { ArchitectApi } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../connection.ts';

/** The SDK's ArchitectApi, calling one org through its connection; rejects with the errors of `errors.ts`. */
export function architectApi(connection: GenesysConnection): ArchitectApi {
  return new SdkApi(connection);
}
