import { AsyncLocalStorage } from 'node:async_hooks';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { REGION } from '../../local/aws/identity.ts';
import { projectRequire } from './container-code.ts';

/** One try of an AWS call. */
export interface AwsTry {
  /** The service and operation, as in `DynamoDB_20120810.GetItem`. */
  target: string;
  /** The same for all tries of one call. */
  callId: string;
  /** Sends it; to another port with further headers, where they are given. */
  send: (detour?: { port: number; headers: Record<string, string> }) => Promise<unknown>;
}

/** Who makes AWS calls: a container. */
export type AwsCaller = (call: AwsTry) => Promise<unknown>;

/** A request of the SDK, as far as it is looked at. */
interface SdkRequest {
  port?: number;
  headers: Record<string, string>;
}

/** As many tries as the SDK makes. */
const TRIES = 3;

const retryToken = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => undefined,
});

/** The SDK's retries, without its waiting in real time. */
const RETRIES_WITHOUT_WAITING = {
  acquireInitialRetryToken: () => Promise.resolve(retryToken(0)),
  refreshRetryTokenForRetry: (token: { getRetryCount: () => number }, { errorType }: { errorType: string }) => {
    const count = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || count >= TRIES) return Promise.reject(new Error('no more tries'));
    return Promise.resolve(retryToken(count));
  },
  recordSuccess: () => undefined,
};

/** The AWS SDK as containers see it: the real clients, made once because that takes long, each call told to its caller. */
export class AwsModules {
  readonly #callers = new AsyncLocalStorage<AwsCaller>();
  readonly #modules: Readonly<Record<string, object>>;

  constructor(endpoint: string) {
    const { requestHandler: http } = new DynamoDBClient({ region: REGION }).config;
    const handle = (request: SdkRequest, options: object): Promise<unknown> => {
      const caller = this.#callers.getStore();
      if (caller === undefined) throw new Error('an AWS call outside of any container');
      return caller({
        target: request.headers['x-amz-target'] ?? '',
        callId: request.headers['amz-sdk-invocation-id'] ?? '',
        send: (detour) => {
          const headers = { ...request.headers, ...detour?.headers };
          if (detour !== undefined) Object.assign(request, { port: detour.port, headers });
          return http.handle(request as Parameters<typeof http.handle>[0], options);
        },
      });
    };
    const place = {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'made-up', secretAccessKey: 'made-up' },
      requestHandler: { handle } as unknown as typeof http,
      retryStrategy: RETRIES_WITHOUT_WAITING,
    };
    this.#modules = {
      '@aws-sdk/client-dynamodb': withClient('dynamodb', 'DynamoDBClient', new DynamoDBClient(place)),
      '@aws-sdk/client-eventbridge': withClient('eventbridge', 'EventBridgeClient', new EventBridgeClient(place)),
      '@aws-sdk/client-secrets-manager': withClient(
        'secrets-manager',
        'SecretsManagerClient',
        new SecretsManagerClient(place),
      ),
      '@aws-sdk/client-sfn': withClient('sfn', 'SFNClient', new SFNClient(place)),
    };
  }

  /** Does the work; AWS calls that follow from it are the caller's. */
  as<T>(caller: AwsCaller, work: () => T): T {
    return this.#callers.run(caller, work);
  }

  /** The package of that name, if it is one of AWS's clients. */
  find(name: string): object | undefined {
    return this.#modules[name];
  }
}

/** A package whose class of clients always gives that one. */
function withClient(packageName: string, className: string, client: object): object {
  const real = projectRequire(`@aws-sdk/client-${packageName}`) as object;
  // Called with `new`, a function that answers an object gives that object.
  const theClient = function theClient(): object {
    return client;
  };
  return Object.create(real, { [className]: { value: theClient, enumerable: true } }) as object;
}
