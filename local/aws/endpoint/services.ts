import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InvokeAnswer } from '../lambda/invoke-api.ts';
import type { Operations } from './operation-input.ts';

/** A service of the AWS JSON protocols. */
export interface JsonService {
  /** For people, e.g. `EventBridge`. */
  name: string;
  operations: Operations;
}

/** What the endpoint serves. */
export interface Services {
  /** By the prefix of X-Amz-Target. */
  json: Readonly<Record<string, JsonService>>;
  /** Gets requests with their body unread. */
  dynamoDb: { operations: readonly string[]; handle: (request: IncomingMessage, response: ServerResponse) => void };
  invokeLambda: (name: string, invocationType: string, body: string) => Promise<InvokeAnswer>;
}
