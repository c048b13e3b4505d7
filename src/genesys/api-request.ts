import type ApiClient from 'purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js';
import { fillPath, queryString } from './request-target.ts';
import { retryRowOf } from './retry-policy.ts';
import type { OutgoingRequest } from './send.ts';

/** What an API class of the SDK needs for its calls. */
export type SdkTransport = ApiClient;

/** An API call before it has a token. */
export type ApiRequest = Omit<OutgoingRequest, 'secrets'>;

/**
 * Turns what an API class asks of its transport into a request; throws TypeError for what the SDK's JSON operations never
 * ask for (a form, a body or parameter that is no JSON or text) and for an empty path parameter.
 */
export function apiRequest(
  genesysOrgId: string,
  apiUrl: URL,
  [path, method, pathParams, queryParams, headerParams, formParams, body, , , , customHeaders]: Parameters<
    SdkTransport['callApi']
  >,
): ApiRequest {
  if (Object.keys(formParams).length > 0) throw new TypeError(`${method} ${path} is a form, which is not sent.`);
  const bytes = body === undefined || body === null ? undefined : Buffer.from(JSON.stringify(body));
  const takesBody = method !== 'GET' && method !== 'HEAD' && method !== 'DELETE';
  return {
    call: { server: 'api', method, path, genesysOrgId },
    row: retryRowOf(method),
    origin: apiUrl,
    target: fillPath(path, pathParams) + queryString(queryParams),
    headers: {
      ...textHeaders(headerParams),
      ...customHeaders,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'lab-sms',
      ...(takesBody || bytes
        ? { 'content-type': 'application/json', 'content-length': String(bytes?.length ?? 0) }
        : {}),
    },
    body: bytes,
    isSuccess: (status) => status >= 200 && status < 300,
  };
}

function textHeaders(headerParams: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headerParams).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
