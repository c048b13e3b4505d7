import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Exchange, ReceivedRequest } from '../http/exchange.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Answer } from '../http/route.ts';
import type { World } from '../world.ts';

/** The token endpoint speaks OAuth: an error is `{error, error_description}`, not an ErrorBody. */
const refuse = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
});

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

function basicCredentials(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : { clientId: decoded.slice(0, colon), clientSecret: decoded.slice(colon + 1) };
}

function issueToken(world: World, limit: RateLimit, request: ReceivedRequest): Answer {
  if (request.method !== 'POST') return refuse(405, 'invalid_request', 'a token is asked for with a POST');
  const credentials = basicCredentials(request.headers.authorization);
  if (!credentials) return refuse(400, 'invalid_request', 'Basic authorization with client id and secret is needed');
  const found = world.findClient(credentials.clientId);
  // The vendor throttles here with a 400 and these words, not with a 429.
  if (found && limit.count(credentials.clientId, world.now()).isExceeded) {
    return refuse(400, 'invalid_request', 'rate limit exceeded; try again in a minute');
  }
  if (!found || !isSame(found.client.clientSecret, credentials.clientSecret)) {
    return refuse(401, 'invalid_client', 'client id or secret is wrong');
  }
  const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/x-www-form-urlencoded') {
    return refuse(400, 'invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  const grantType = new URLSearchParams(request.rawBody.toString('utf8')).get('grant_type');
  if (grantType !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'only grant_type=client_credentials is simulated');
  }
  const { tokenSeconds } = world.settings;
  const token = randomBytes(48).toString('base64url');
  const expiresAt = world.now() + tokenSeconds * 1_000;
  world.addToken({ token, genesysOrgId: found.org.id, clientId: found.client.clientId, expiresAt });
  return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: tokenSeconds } };
}

/** A request to the token endpoint; what it carries is never logged. */
export function tokenExchange(world: World, limit: RateLimit, request: ReceivedRequest): Exchange {
  const credentials = basicCredentials(request.headers.authorization);
  const org = credentials && world.findClient(credentials.clientId)?.org;
  return {
    operation: 'token',
    ...(org ? { genesysOrgId: org.id } : {}),
    perform: () => issueToken(world, limit, request),
    fail: ({ status, code, message }) => refuse(status, code, message),
  };
}
