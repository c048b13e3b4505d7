/** What an error says about the call that failed; never a body, a token or a header. */
export interface FailedCall {
  method: string;
  /** The operation's path with its placeholders, not the concrete one. */
  path: string;
  genesysOrgId: string;
  /** The HTTP status; undefined when there was no answer. */
  status?: number | undefined;
  /** Genesys's error code, or the network's where there was no answer. */
  code?: string | undefined;
  /** The ININ-Correlation-Id, for Genesys support. */
  correlationId?: string | undefined;
  /** What the network said, stripped to its code. */
  cause?: Error | undefined;
}

/** A failed call to one org's Genesys Cloud, by what the caller can do about it. `name` is a literal: minifiers rename classes. */
export abstract class GenesysError extends Error {
  abstract override readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly genesysOrgId: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly correlationId: string | undefined;

  constructor(message: string, call: FailedCall) {
    super(message, call.cause === undefined ? undefined : { cause: call.cause });
    this.method = call.method;
    this.path = call.path;
    this.genesysOrgId = call.genesysOrgId;
    this.status = call.status;
    this.code = call.code;
    this.correlationId = call.correlationId;
  }
}

/** The token endpoint refused the client, or a new token was answered 401 as well: somebody has to mend the credentials. */
export class GenesysAuthenticationError extends GenesysError {
  override readonly name = 'GenesysAuthenticationError';
}

/** 403: the client's role or its divisions lack something; role changes can take 5 minutes to apply. */
export class GenesysPermissionError extends GenesysError {
  override readonly name = 'GenesysPermissionError';
}

/** 404 or 410: not there, not yet there, or deleted. */
export class GenesysNotFoundError extends GenesysError {
  override readonly name = 'GenesysNotFoundError';
}

/** 409: something else holds the resource or was faster; look again, then decide by `code`. */
export class GenesysConflictError extends GenesysError {
  override readonly name = 'GenesysConflictError';
}

/** Too many requests, and no time left to wait for it; nothing was done, the same call may be made later. */
export class GenesysRateLimitError extends GenesysError {
  override readonly name = 'GenesysRateLimitError';
  /** How long Genesys asked to wait, in milliseconds; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, call: FailedCall & { retryAfterMs?: number | undefined }) {
    super(message, call);
    this.retryAfterMs = call.retryAfterMs;
  }
}

/** Genesys or the network is not up to it just now; nothing can have happened, or a repeat does no harm. */
export class GenesysUnavailableError extends GenesysError {
  override readonly name = 'GenesysUnavailableError';
}

/** The request may or may not have been carried out, and a repeat could do it twice: look before doing anything else. */
export class GenesysAmbiguousOutcomeError extends GenesysError {
  override readonly name = 'GenesysAmbiguousOutcomeError';
}

/** Any other refusal (mostly 400): the request itself is not acceptable; `code` says why. */
export class GenesysRequestError extends GenesysError {
  override readonly name = 'GenesysRequestError';
}
