// The SDK has no typings for the files that hold its single API classes; its package typings know the instances.
// Every class asks the same two things of its client, so that is all that a transport of ours has to be.

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js' {
  interface ApiClient {
    callApi(
      path: string,
      httpMethod: string,
      pathParams: Record<string, unknown>,
      queryParams: Record<string, unknown>,
      headerParams: Record<string, unknown>,
      formParams: Record<string, unknown>,
      bodyParam: unknown,
      authNames: string[],
      contentTypes: string[],
      accepts: string[],
      customHeaders?: Record<string, string>,
    ): Promise<unknown>;
    buildCollectionParam(param: unknown, collectionFormat: string): unknown;
  }
  export { ApiClient as default };
}

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/RoutingApi.js' {
  import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
  import type { RoutingApi } from 'purecloud-platform-client-v2';
  const Api: new (apiClient: ApiClient) => RoutingApi;
  export { Api as default };
}

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/ArchitectApi.js' {
  import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
  import type { ArchitectApi } from 'purecloud-platform-client-v2';
  const Api: new (apiClient: ApiClient) => ArchitectApi;
  export { Api as default };
}

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/ConversationsApi.js' {
  import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
  import type { ConversationsApi } from 'purecloud-platform-client-v2';
  const Api: new (apiClient: ApiClient) => ConversationsApi;
  export { Api as default };
}

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/OrganizationApi.js' {
  import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
  import type { OrganizationApi } from 'purecloud-platform-client-v2';
  const Api: new (apiClient: ApiClient) => OrganizationApi;
  export { Api as default };
}

declare module 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/api/AuthorizationApi.js' {
  import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
  import type { AuthorizationApi } from 'purecloud-platform-client-v2';
  const Api: new (apiClient: ApiClient) => AuthorizationApi;
  export { Api as default };
}
