import type { GenesysRegion } from '../workflow/genesys-regions.ts';
import { apiRequest } from './api-request.ts';
import type { ApiRequest, SdkTransport } from './api-request.ts';
import { GenesysAuthenticationError } from './errors.ts';
import { genesysHosts } from './hosts.ts';
import { orgToken } from './org-token.ts';
import type { OrgCredentials } from './org-token.ts';
import { collectionParam } from './request-target.ts';
import { rememberAnswer } from './responses.ts';
import { systemTiming } from './retry-timing.ts';
import type { ClientTiming } from './retry-timing.ts';
import { send } from './send.ts';
import type { GenesysCall, OutgoingRequest, SendLimits } from './send.ts';
import { basicCredentials, requestToken } from './token-request.ts';

export type { SdkTransport } from './api-request.ts';
export type { OrgCredentials } from './org-token.ts';
export type { GenesysCall } from './send.ts';

/** One org, and the bounds of one invocation. */
export interface ConnectionOptions {
  genesysOrgId: string;
  genesysRegion: GenesysRegion;
  credentials: OrgCredentials;
  /** A Genesys API on this machine, used for API and login instead of the region's hosts. */
  endpointUrl?: string | undefined;
  /** Further values that no error may repeat, whatever Genesys says. */
  secrets?: readonly string[];
  /** Time left for calls, in milliseconds; asked before every attempt and wait. */
  remainingMs: () => number;
  /** Told of every HTTP attempt, token requests and uploads included; what it throws is ignored. */
  onCall?: ((call: GenesysCall) => void) | undefined;
}

/** The transport of one org: give it to the functions of `apis/`, and to `uploadToPresignedUrl`. */
export interface GenesysConnection extends SdkTransport {
  readonly genesysOrgId: string;
  /** True when the endpoint override is in use. */
  readonly isOverridden: boolean;
  /** Sends a request as it is, with no token, within the retries and bounds of this connection. */
  sendWithoutToken(request: OutgoingRequest): Promise<void>;
}

/**
 * Opens a connection to one org without sending anything; throws GenesysHostRefusedError for a host that credentials must
 * not go to. The token is fetched with the first call and shared by all connections of the container with these credentials.
 */
export function connectGenesys(options: ConnectionOptions, timing: ClientTiming = systemTiming): GenesysConnection {
  const { genesysOrgId, credentials } = options;
  const hosts = genesysHosts(options.genesysRegion, options.endpointUrl);
  const ownSecrets = [
    credentials.clientSecret,
    credentials.clientId,
    basicCredentials(credentials),
    ...(options.secrets ?? []),
  ];
  const token = orgToken(
    JSON.stringify([genesysOrgId, options.genesysRegion, hosts.loginUrl.origin]),
    credentials,
    () => requestToken(hosts.loginUrl, genesysOrgId, credentials, ownSecrets, limitsOfOneCall(options, timing)),
    timing.now,
  );

  async function sendWithToken(request: ApiRequest): Promise<unknown> {
    const limits = limitsOfOneCall(options, timing);
    const sendWith = async (bearer: string): Promise<unknown> => {
      const headers = { ...request.headers, authorization: `Bearer ${bearer}` };
      const answer = await send({ ...request, headers, secrets: [...ownSecrets, bearer] }, limits);
      return rememberAnswer(answer.body, { status: answer.status, correlationId: answer.correlationId });
    };
    const held = await token.get();
    try {
      return await sendWith(held);
    } catch (error) {
      // A 401 is a refusal before anything was done, so every method may go out again, once, with a new token.
      if (!(error instanceof GenesysAuthenticationError)) throw error;
      token.discard(held);
      return sendWith(await token.get());
    }
  }

  return {
    genesysOrgId,
    isOverridden: hosts.isOverridden,
    buildCollectionParam: collectionParam,
    callApi: async (...call) => sendWithToken(apiRequest(genesysOrgId, hosts.apiUrl, call)),
    sendWithoutToken: async (request) => {
      await send({ ...request, secrets: [...ownSecrets, ...request.secrets] }, limitsOfOneCall(options, timing));
    },
  };
}

function limitsOfOneCall(options: ConnectionOptions, timing: ClientTiming): SendLimits {
  let attempt = 0;
  return {
    timing,
    remainingMs: options.remainingMs,
    onAttempt: (made) => {
      attempt += 1;
      try {
        options.onCall?.({ ...made, attempt });
      } catch {
        // Whoever watches must not make a purchase that was answered look like one that failed.
      }
    },
  };
}
