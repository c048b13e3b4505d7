import type { Models } from 'purecloud-platform-client-v2';
import { isGranted, missingPermissions } from '../authorization/permissions.ts';
import { ROUTES } from '../routes.ts';
import type { ClientState, OrgState, TokenState } from '../state/org-state.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import type { Exchange, ReceivedRequest } from './exchange.ts';
import { Query } from './query.ts';
import type { RateLimit, RateLimitState } from './rate-limit.ts';
import { findRoute } from './route.ts';
import type { Answer, Route } from './route.ts';

const DEEPEST_BODY = 32;

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

/** The body of a request that may have one; `null` is none: the vendor's Python SDK sends it for a body left out. */
function parseJson({ method, rawBody, headers }: ReceivedRequest): unknown {
  if (rawBody.length === 0 || method === 'GET' || method === 'DELETE') return undefined;
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw new ApiError(415, 'unsupported.media.type', [encoding.slice(0, 80)]);
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') {
    throw new ApiError(415, 'unsupported.media.type', [contentType?.slice(0, 80) ?? 'none']);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    throw new ApiError(400, 'bad.request', ['the body is not JSON']);
  }
  if (isDeeperThan(body, DEEPEST_BODY)) throw new ApiError(400, 'bad.request', ['the body is nested too deeply']);
  return body ?? undefined;
}

const errorBody = (status: number, code: string, message: string, contextId: string): Models.ErrorBody => ({
  message,
  code,
  status,
  contextId,
  details: [],
  errors: [],
});

const rateHeaders = ({ count, allowed, resetSeconds }: RateLimitState): Record<string, string> => ({
  'inin-ratelimit-count': String(count),
  'inin-ratelimit-allowed': String(allowed),
  'inin-ratelimit-reset': String(resetSeconds),
});

interface Caller {
  org: OrgState;
  client: ClientState;
}

function identify(world: World, header: string | undefined): { token: TokenState; caller: Caller } | undefined {
  const text = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  const token = text === undefined ? undefined : world.findToken(text);
  const org = token && world.findOrg(token.genesysOrgId);
  const client = org?.clients.find(({ clientId }) => clientId === token?.clientId);
  return token && org && client && { token, caller: { org, client } };
}

function checkPermissions(route: Route, client: ClientState): void {
  const { permissions, isAnyEnough = false } = route;
  if (isAnyEnough && permissions.length > 0 && !permissions.some((permission) => isGranted(client, permission))) {
    throw new ApiError(403, 'missing.any.permissions', [permissions.join(', ')]);
  }
  const missing = isAnyEnough ? [] : missingPermissions(client, permissions);
  if (missing.length > 0) throw new ApiError(403, 'missing.permissions', [missing.join(', ')]);
}

function match(request: ReceivedRequest): ReturnType<typeof findRoute> | 'malformed' {
  try {
    return findRoute(ROUTES, request.method, request.path);
  } catch {
    return 'malformed'; // Percent-encoding that stands for nothing.
  }
}

/** A request to the API: token, rate limit, permissions and body are looked at in this order, then the route acts. */
export function apiExchange(world: World, limit: RateLimit, request: ReceivedRequest): Exchange {
  const matched = match(request);
  const identified = identify(world, request.headers.authorization);
  let loggedBody: unknown;
  try {
    loggedBody = parseJson(request);
  } catch {
    loggedBody = undefined; // Told to the caller when it is the request's turn.
  }

  const act: Exchange['perform'] = (injected) => {
    if (!request.headers.authorization) throw new ApiError(401, 'authentication.required');
    if (!identified) throw new ApiError(401, 'bad.credentials');
    const { caller, token } = identified;
    const rate = limit.count(token.token, world.now());
    const headers = rateHeaders(rate);
    if (rate.isExceeded) {
      const seconds = String(rate.resetSeconds);
      throw new ApiError(429, 'too.many.requests.retry.after', [seconds], { ...headers, 'retry-after': seconds });
    }
    if (matched === 'malformed') throw new ApiError(400, 'bad.request', ['the path is not percent-encoded properly']);
    if (!matched) throw new ApiError(404, 'not.found', [`${request.method} ${request.path.slice(0, 200)}`]);
    checkPermissions(matched.route, caller.client);
    const answer = matched.route.handle({
      world,
      ...caller,
      params: matched.params,
      query: new Query(request.search),
      body: parseJson(request),
      baseUrl: request.baseUrl,
      ...(injected ? { injected } : {}),
    });
    if (request.method !== 'GET') world.save(caller.org);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };

  const fail = (status: number, code: string, message: string, headers: Answer['headers'] = {}): Answer => ({
    status,
    headers,
    body: errorBody(status, code, message, request.correlationId),
  });

  return {
    operation: matched && matched !== 'malformed' ? matched.route.operation : 'unknown',
    ...(identified ? { genesysOrgId: identified.caller.org.id } : {}),
    ...(loggedBody === undefined ? {} : { loggedBody }),
    perform: (injected) => {
      try {
        return act(injected);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return fail(error.status, error.code, error.message, error.headers);
      }
    },
    fail: ({ status, code, message }) => fail(status, code, message),
  };
}
