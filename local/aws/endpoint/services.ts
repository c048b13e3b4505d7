import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../json.ts';
import type { InvokeAnswer } from '../lambda/invoke-api.ts';
import type { Operations } from './operation-input.ts';
import type { QueryService } from './query-protocol.ts';

/** A service of the AWS JSON protocols. */
export interface JsonService {
  /** For people, e.g. `EventBridge`. */
  name: string;
  operations: Operations;
  /** The codes by which clients of its former query protocol know its errors, where they differ from the names. */
  queryErrorCodes?: Readonly<Record<string, string>>;
}

/** What the endpoint serves. */
export interface Services {
  /** By the prefix of X-Amz-Target. */
  json: Readonly<Record<string, JsonService>>;
  /** By the name in the signature's scope. */
  query: Readonly<Record<string, QueryService>>;
  /** Gets requests with their body unread. */
  dynamoDb: { operations: readonly string[]; handle: (request: IncomingMessage, response: ServerResponse) => void };
  describeFunction: (nameOrArn: string) => JsonObject;
  invokeLambda: (name: string, invocationType: string, body: string) => Promise<InvokeAnswer>;
}
