import { createHash } from 'node:crypto';

/** What an org's OAuth client logs in with. */
export interface OrgCredentials {
  clientId: string;
  clientSecret: string;
}

/** A token as the token endpoint gave it. */
export interface FetchedToken {
  token: string;
  /** Its lifetime in milliseconds, from before it was asked for. */
  lifetimeMs: number;
}

interface HeldToken {
  /** A digest, so that no secret stays behind in the container's memory for the sake of a comparison. */
  credentialsDigest: string;
  current?: { token: string; renewAtMs: number } | undefined;
  pending?: { owner: object; token: Promise<string> } | undefined;
}

/** Tokens by org and host, for as long as the container lives. */
const heldTokens = new Map<string, HeldToken>();

const LONGEST_RENEWAL_MARGIN_MS = 60_000;

/** One org's token as one connection sees it; other connections of the container share what it holds. */
export interface OrgToken {
  /** The held token, or a new one; callers at the same time share one request for it. */
  get(): Promise<string>;
  /** Forgets the token if it still is the held one, so that the next `get` fetches another. */
  discard(token: string): void;
}

/** The token of `key`, held for these credentials only: other credentials never get it. */
export function orgToken(
  key: string,
  credentials: OrgCredentials,
  fetchToken: () => Promise<FetchedToken>,
  now: () => number,
): OrgToken {
  const held = heldTokenOf(key, digestOf(credentials));
  const owner = {};

  async function fetchOnce(): Promise<string> {
    const askedAtMs = now();
    const { token, lifetimeMs } = await fetchToken();
    const marginMs = Math.min(LONGEST_RENEWAL_MARGIN_MS, lifetimeMs / 10);
    held.current = { token, renewAtMs: askedAtMs + lifetimeMs - marginMs };
    return token;
  }

  function fetchShared(): Promise<string> {
    const pending = { owner, token: fetchOnce() };
    held.pending = pending;
    return pending.token.finally(() => {
      if (held.pending === pending) held.pending = undefined;
    });
  }

  async function join(pending: { owner: object; token: Promise<string> }): Promise<string> {
    try {
      return await pending.token;
    } catch (error) {
      // A request of an earlier invocation may have been frozen with the container and run into its deadline.
      if (pending.owner === owner) throw error;
      return held.pending?.owner === owner ? held.pending.token : fetchShared();
    }
  }

  return {
    get: async () => {
      if (held.current && now() < held.current.renewAtMs) return held.current.token;
      return held.pending ? join(held.pending) : fetchShared();
    },
    discard: (token) => {
      if (held.current?.token === token) held.current = undefined;
    },
  };
}

function heldTokenOf(key: string, credentialsDigest: string): HeldToken {
  const existing = heldTokens.get(key);
  if (existing?.credentialsDigest === credentialsDigest) return existing;
  const held: HeldToken = { credentialsDigest };
  heldTokens.set(key, held);
  return held;
}

function digestOf({ clientId, clientSecret }: OrgCredentials): string {
  return createHash('sha256')
    .update(JSON.stringify([clientId, clientSecret]))
    .digest('base64');
}
