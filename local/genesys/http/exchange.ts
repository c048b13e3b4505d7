import type { IncomingHttpHeaders } from 'node:http';
import type { FaultOutcome } from './fault.ts';
import type { Answer } from './route.ts';

/** A request that has arrived whole. */
export interface ReceivedRequest {
  method: string;
  path: string;
  search: string;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
  /** The id of this exchange, in the answer and in the log. */
  correlationId: string;
  /** Where the simulator is reached, without a slash at the end. */
  baseUrl: string;
}

/** An error that a fault asks for. */
export interface InjectedError {
  status: number;
  code: string;
  message: string;
}

/** One request and what answers it: the API, the token endpoint or the upload of a flow. */
export interface Exchange {
  operation: string;
  genesysOrgId?: string;
  /** What the request log keeps of the body. */
  loggedBody?: unknown;
  /** Does what was asked for, and answers; an error is an answer too. */
  perform(injected: FaultOutcome | undefined): Answer;
  /** The answer of a fault, in this endpoint's own style. */
  fail(error: InjectedError): Answer;
}
