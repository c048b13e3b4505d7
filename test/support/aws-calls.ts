import type { IncomingMessage } from 'node:http';
import { isJsonObject, parseJson, type JsonObject } from '../../local/aws/json.ts';
import { signedService } from '../../local/aws/endpoint/query-protocol.ts';

/** A call to AWS as IAM sees it: the action, and each resource it is about with what conditions may ask of it. */
export interface AwsCall {
  action: string;
  on: readonly { resource: string; keys: Readonly<Record<string, string>> }[];
}

/** IAM's service prefix by the prefix of X-Amz-Target. */
const PREFIXES: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  DynamoDB_20120810: 'dynamodb',
  Logs_20140328: 'logs',
  secretsmanager: 'secretsmanager',
};

const LAMBDA_PATHS: readonly (readonly [path: RegExp, action: string])[] = [
  [/^\/2015-03-31\/functions\/([^/]+)\/invocations$/, 'lambda:InvokeFunction'],
  [/^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'lambda:GetFunctionConfiguration'],
  [/^\/2016-08-19\/account-settings\/?$/, 'lambda:GetAccountSettings'],
];

/** The resources of a service's operations, by the field that names one; an operation without such a field is about `*`. */
const RESOURCES: Readonly<Record<string, readonly (readonly [field: string, resource: (value: string) => string])[]>> =
  {
    sqs: [['QueueUrl', (url) => url.split('/').at(-1) ?? '']],
    events: [['Name', (name) => `event-bus/${name}`]],
    states: [
      ['executionArn', (arn) => arn.split(':').slice(5).join(':')],
      ['stateMachineArn', (arn) => arn.split(':').slice(5).join(':')],
    ],
    dynamodb: [['TableName', (name) => `table/${name}`]],
    logs: [['logGroupName', (name) => `log-group:${name}:*`]],
    // AWS adds six characters to the name.
    secretsmanager: [
      ['SecretId', (name) => `secret:${name}-AbCdEf`],
      ['Name', (name) => `secret:${name}-AbCdEf`],
    ],
  };

const arnOf = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

/** What a request of an AWS SDK asks for. Throws on one that it does not know. */
export function awsCallOf(request: IncomingMessage, body: string): AwsCall {
  const about = (action: string, resource?: string): AwsCall => ({
    action,
    on: [{ resource: resource === undefined ? '*' : arnOf(action.split(':')[0] ?? '', resource), keys: {} }],
  });
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  for (const [pattern, action] of LAMBDA_PATHS) {
    const found = pattern.exec(path);
    if (found !== null) return about(action, found[1] && `function:${decodeURIComponent(found[1])}`);
  }
  const [target = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  if (target === '') {
    const form = new URLSearchParams(body);
    const stack = form.get('StackName');
    const service = signedService(request.headers.authorization);
    return about(`${service}:${form.get('Action') ?? ''}`, stack === null ? undefined : `stack/${stack}/1`);
  }
  const service = PREFIXES[target];
  const input = parseJson(body);
  if (service === undefined || !isJsonObject(input)) throw new Error(`no call that is known: ${target}.${operation}`);
  const action = `${service}:${operation}`;
  if (action === 'events:PutEvents') return { action, on: (input.Entries as JsonObject[]).map(putEvent) };
  const [field, resource] = RESOURCES[service]?.find(([name]) => typeof input[name] === 'string') ?? [];
  return about(action, field && resource?.(asText(input[field])));
}

function putEvent({ EventBusName, Source, DetailType }: JsonObject): AwsCall['on'][number] {
  return {
    resource: arnOf('events', `event-bus/${asText(EventBusName ?? 'default')}`),
    keys: { 'events:source': asText(Source), 'events:detail-type': asText(DetailType) },
  };
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}
