import type { ClientState, OrgState } from '../state/org-state.ts';
import type { World } from '../world.ts';
import type { FaultOutcome } from './fault.ts';
import type { Query } from './query.ts';

/** An answer before it is written out. */
export interface Answer {
  status: number;
  body?: object;
  /** Instead of a JSON body: XML or HTML, as its headers say. */
  text?: string;
  headers?: Readonly<Record<string, string>>;
}

/** One API call of an org's client, allowed and parsed. */
export interface Call {
  world: World;
  org: OrgState;
  client: ClientState;
  params: Readonly<Record<string, string>>;
  query: Query;
  /** The parsed JSON body; undefined when there was none. */
  body: unknown;
  /** Where the simulator is reached, without a slash at the end. */
  baseUrl: string;
  /** What an injected fault wants of the asynchronous work that this call starts. */
  injected?: FaultOutcome;
}

/** An operation of the API: where it is, who may call it and what it does. */
export interface Route {
  /** The SDK's name of the operation. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Needed, all of them, or any one where `isAnyEnough`. */
  permissions: readonly string[];
  isAnyEnough?: true;
  handle: (call: Call) => Answer;
}

/** A 200 with that body. */
export function ok(body: object): Answer {
  return { status: 200, body };
}

/** The parameter of that name in the call's path. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
  return value;
}

const segmentsOf = (path: string): string[] => path.split('/');
const isParameter = (segment: string): boolean => segment.startsWith('{');

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (isParameter(segment)) {
      if (value === '') return undefined;
      params[segment.slice(1, -1)] = decodeURIComponent(value);
    } else if (segment !== value) return undefined;
  }
  return params;
}

/**
 * The route of a request with the values of its path parameters; where two match, the one with fewer parameters.
 * @throws URIError for a path whose percent-encoding is broken
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  const matches = routes
    .filter((route) => route.method === method)
    .flatMap((route) => {
      const params = matchPath(route.path, path);
      return params ? [{ route, params }] : [];
    });
  return matches.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}
