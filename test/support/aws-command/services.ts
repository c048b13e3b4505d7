import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as stepFunctions from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { shapeOf, type Shape } from './shapes.ts';

interface ClientConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** The part of an SDK client that is used here. */
interface Client {
  send(command: object): Promise<object>;
  destroy(): void;
}

type Paginate = (config: { client: Client }, input: object) => AsyncIterable<object>;

/** One operation of a service, called through the official SDK. */
export interface ServiceOperation {
  /** As the API has it, e.g. `GetItem`. */
  name: string;
  input: Extract<Shape, { kind: 'structure' }>;
  connect: (config: ClientConfig) => Client;
  send: (client: Client, input: object) => Promise<object>;
  /** Asks page after page; undefined where answers have no pages. */
  pages: ((client: Client, input: object) => AsyncIterable<object>) | undefined;
}

/** Services by the name that the CLI has for them. */
const SERVICES: Readonly<Record<string, { sdk: object; client: new (config: ClientConfig) => unknown }>> = {
  cloudformation: { sdk: cloudFormation, client: cloudFormation.CloudFormationClient },
  dynamodb: { sdk: dynamoDb, client: dynamoDb.DynamoDBClient },
  events: { sdk: events, client: events.EventBridgeClient },
  logs: { sdk: logs, client: logs.CloudWatchLogsClient },
  secretsmanager: { sdk: secretsManager, client: secretsManager.SecretsManagerClient },
  sqs: { sdk: sqs, client: sqs.SQSClient },
  stepfunctions: { sdk: stepFunctions, client: stepFunctions.SFNClient },
  sts: { sdk: sts, client: sts.STSClient },
};

/** The operation that the CLI calls by these two names. Throws when there is none. */
export function serviceOperation(serviceName: string, operationName: string): ServiceOperation {
  const service = Object.hasOwn(SERVICES, serviceName) ? SERVICES[serviceName] : undefined;
  if (!service) throw new Error(`aws ${serviceName}: expected one of ${Object.keys(SERVICES).join(', ')}`);
  const exported = new Map(Object.entries(service.sdk));
  const name = [...exported.keys()]
    .filter((key) => key.endsWith('Command'))
    .map((key) => key.slice(0, -'Command'.length))
    .find((key) => kebabCase(key) === operationName);
  if (name === undefined) throw new Error(`aws ${serviceName} has no operation ${operationName}`);
  const Command = exported.get(`${name}Command`) as new (input: object) => object;
  const paginate = exported.get(`paginate${name}`) as Paginate | undefined;
  return {
    name,
    input: inputShape(exported.get(`${name}$`)),
    connect: (config) => new service.client(config) as Client,
    send: (client, input) => client.send(new Command(input)),
    pages: paginate && ((client, input) => paginate({ client }, input)),
  };
}

/** `stateMachineArn` and `StateMachineArn` as `state-machine-arn`: how the CLI makes its names. */
export function kebabCase(name: string): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** An operation's schema has its input's in the fifth place. */
function inputShape(operation: unknown): Extract<Shape, { kind: 'structure' }> {
  const shape = shapeOf((operation as unknown[])[4]);
  if (shape.kind !== 'structure') throw new Error('the input of an operation is a structure');
  return shape;
}
