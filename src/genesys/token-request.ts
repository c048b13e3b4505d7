import { GenesysUnavailableError } from './errors.ts';
import type { CallIdentity } from './failed-call.ts';
import type { FetchedToken, OrgCredentials } from './org-token.ts';
import { send } from './send.ts';
import type { SendLimits } from './send.ts';

/** The shortest lifetime that Genesys lets anyone set; taken where an answer names none. */
const SHORTEST_LIFETIME_SECONDS = 300;

/** The Basic credentials of a client, as they go over the wire: a secret like what they are made of. */
export function basicCredentials({ clientId, clientSecret }: OrgCredentials): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}

/** Logs in with client credentials; rejects with a GenesysError of `POST /oauth/token`, after which no API call was made. */
export async function requestToken(
  loginUrl: URL,
  genesysOrgId: string,
  credentials: OrgCredentials,
  secrets: readonly string[],
  limits: SendLimits,
): Promise<FetchedToken> {
  const call: CallIdentity = { server: 'token endpoint', method: 'POST', path: '/oauth/token', genesysOrgId };
  const body = Buffer.from('grant_type=client_credentials');
  const answer = await send(
    {
      call,
      row: 'TOKEN',
      origin: loginUrl,
      target: '/oauth/token',
      headers: {
        accept: 'application/json',
        authorization: `Basic ${basicCredentials(credentials)}`,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
        'user-agent': 'lab-sms',
      },
      body,
      secrets,
      isSuccess: (status) => status >= 200 && status < 300,
    },
    limits,
  );
  const { access_token: token, expires_in: lifetimeSeconds } = asFields(answer.body);
  // Whatever else it is, a token has to fit into a header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new GenesysUnavailableError(
      `The token endpoint of Genesys org ${genesysOrgId} answered ${answer.status ?? 200} without a usable token. Trying again later does no harm.`,
      { ...call, status: answer.status, correlationId: answer.correlationId },
    );
  }
  const isLifetimeKnown = typeof lifetimeSeconds === 'number' && lifetimeSeconds > 0;
  return { token, lifetimeMs: (isLifetimeKnown ? lifetimeSeconds : SHORTEST_LIFETIME_SECONDS) * 1_000 };
}

function asFields(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
