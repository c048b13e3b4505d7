import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { Activity } from './activity.ts';
import { cloudFormation } from './cloudformation/operations.ts';
import { LogStore } from './cloudwatch-logs/log-store.ts';
import { logsOperations } from './cloudwatch-logs/operations.ts';
import { Queries } from './cloudwatch-logs/queries.ts';
import { queryOperations } from './cloudwatch-logs/query-operations.ts';
import { DYNAMODB_OPERATIONS, DynamoTables } from './dynamodb/dynamo-tables.ts';
import type { Services } from './endpoint/services.ts';
import { EventBuses, DEFAULT_BUS } from './event-bridge/event-buses.ts';
import { eventBridgeOperations } from './event-bridge/operations.ts';
import { targetStarter } from './event-bridge/rule-targets.ts';
import { arn } from './identity.ts';
import { functionConfiguration } from './lambda/function-configuration.ts';
import { invokeApi } from './lambda/invoke-api.ts';
import type { FunctionHost, FunctionHostOptions } from './lambda/function-host.ts';
import { LambdaHost } from './lambda/lambda-host.ts';
import { Schedules } from './scheduler/schedules.ts';
import { secretsManagerOperations } from './secrets-manager/operations.ts';
import { SecretStore } from './secrets-manager/secret-store.ts';
import { sqsOperations } from './sqs/operations.ts';
import { QUERY_ERROR_CODES } from './sqs/query-error-codes.ts';
import { QueueStore } from './sqs/queue-store.ts';
import { ExecutionStore } from './step-functions/execution-store.ts';
import { Executions } from './step-functions/executions.ts';
import { stepFunctionsOperations } from './step-functions/operations.ts';
import { statusChangeEvent } from './step-functions/status-event.ts';
import { taskIntegrations } from './step-functions/task-integrations.ts';
import { securityTokenService } from './sts/operations.ts';
import type { LogGroupResource, Stack } from './template/stack.ts';

/** What the services of a world are made from. */
export interface WorldServicesOptions {
  stack: Stack;
  stateDir: string;
  endpointUrl: string;
  clock: Clock;
  handlerEnvironment: Readonly<Record<string, string>>;
  /** What runs the functions; child processes when left out. */
  functionHost?: ((options: FunctionHostOptions) => FunctionHost) | undefined;
}

/** The services of a world, ready to be served. */
export interface WorldServices {
  services: Services;
  /** Takes up what an earlier process left; to be called once the endpoint answers. */
  recover: () => void;
  idle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens every service of the stack on the state folder and wires them to each other. */
export async function openServices(options: WorldServicesOptions): Promise<WorldServices> {
  const { stack, stateDir, endpointUrl, clock, handlerEnvironment } = options;
  const closing = new AbortController();
  const lifetime = closing.signal;
  const activity = new Activity();
  const logs = new LogStore(join(stateDir, 'logs'), clock);
  const queues = new QueueStore(join(stateDir, 'queues'), clock);
  const secrets = new SecretStore(join(stateDir, 'secrets.json'), clock);
  const surroundings = { endpointUrl, homeFolder: join(stateDir, 'home'), added: handlerEnvironment };
  const hostOptions = { functions: stack.functions, surroundings, clock, logs, activity };
  const host = options.functionHost?.(hostOptions) ?? new LambdaHost(hostOptions);
  const invocations = { host, clock, queues, lifetime };
  const executions = new Executions({
    machines: stack.stateMachines,
    integrations: taskIntegrations(host),
    store: new ExecutionStore(join(stateDir, 'executions')),
    clock,
    logs,
    activity,
    announce: (record, redrive) => {
      buses.publish(DEFAULT_BUS, statusChangeEvent(record, redrive));
    },
  });
  const buses = new EventBuses({
    buses: stack.buses,
    rules: stack.rules,
    starterOf: (target, rule) => targetStarter(rule, target, executions, invocations),
    journalFolder: join(stateDir, 'events'),
    clock,
    queues,
    activity,
    lifetime,
  });
  const schedules = new Schedules({ schedules: stack.schedules, invocations, activity });
  const tables = await DynamoTables.open(join(stateDir, 'dynamodb'), stack.tables);
  const startedAt = clock.now();
  const sqs = { queues: stack.queues, store: queues, clock, endpointUrl, createdAt: startedAt, lifetime };
  const groups = allLogGroups(stack);
  const insights = {
    groups,
    definitions: stack.queryDefinitions,
    queries: new Queries(logs, clock),
    createdAt: startedAt,
  };
  return {
    services: {
      json: {
        AmazonSQS: { name: 'SQS', operations: sqsOperations(sqs), queryErrorCodes: QUERY_ERROR_CODES },
        AWSEvents: { name: 'EventBridge', operations: eventBridgeOperations(buses, clock) },
        AWSStepFunctions: { name: 'StepFunctions', operations: stepFunctionsOperations(executions, startedAt) },
        Logs_20140328: {
          name: 'CloudWatchLogs',
          operations: { ...logsOperations(groups, logs, startedAt), ...queryOperations(insights) },
        },
        secretsmanager: { name: 'SecretsManager', operations: secretsManagerOperations(secrets) },
      },
      query: { cloudformation: cloudFormation(stack, startedAt), sts: securityTokenService },
      dynamoDb: {
        operations: DYNAMODB_OPERATIONS,
        handle: (request, response) => {
          tables.handle(request, response);
        },
      },
      describeFunction: (nameOrArn) => functionConfiguration(host, nameOrArn),
      invokeLambda: (name, type, body) => invokeApi(name, type, body, invocations, (work) => activity.track(work)),
    },
    recover: () => {
      buses.resume();
      executions.recover();
      schedules.start();
    },
    idle: () => activity.idle(),
    close: async () => {
      closing.abort();
      executions.close();
      await host.close();
      await activity.idle();
      await tables.close();
    },
  };
}

/** The groups of the template, and those that Lambda makes for functions that name none. */
function allLogGroups(stack: Stack): LogGroupResource[] {
  const named = new Set(stack.logGroups.map((group) => group.name));
  const made = stack.functions.map((fn) => fn.logGroupName).filter((name) => !named.has(name));
  return [...stack.logGroups, ...[...new Set(made)].map((name) => ({ name, arn: arn('logs', `log-group:${name}:*`) }))];
}
