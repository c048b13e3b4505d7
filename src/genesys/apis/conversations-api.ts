import SdkApi from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/ConversationsApi.js';
import type { ConversationsApi } from 'purecloud-platform-client-v2';
import type { GenesysConnection } from '../connection.ts';

/** The SDK's ConversationsApi, calling one org through its connection; rejects with the errors of `errors.ts`. */
export function conversationsApi(connection: GenesysConnection): ConversationsApi {
  return new SdkApi(connection);
}
