import type { JsonObject } from '../json.ts';

/** A Lambda function of the template, with its code on disk. */
export interface FunctionResource {
  name: string;
  arn: string;
  /** The folder with the bundled code: the process's working folder and `LAMBDA_TASK_ROOT`. */
  codeFolder: string;
  /** As Lambda calls it, e.g. `nodejs24.x`; what runs it here is the Node of this process. */
  runtime: string;
  /** `<module>.<export>`. */
  handler: string;
  timeoutSeconds: number;
  memorySizeMb: number;
  environment: Readonly<Record<string, string>>;
  logGroupName: string;
  /** What becomes of an asynchronous invocation that fails. */
  asynchronous: AsynchronousInvocation;
}

/** How an asynchronous invocation is repeated, and the SQS queue it goes to when it is given up. */
export interface AsynchronousInvocation {
  maximumRetryAttempts: number;
  onFailureQueueArn?: string;
}

/** Where a state machine's events are logged. */
export interface MachineLogging {
  logGroupName: string;
  level: string;
  includeExecutionData: boolean;
}

/** A state machine of the template, its definition resolved. */
export interface StateMachineResource {
  name: string;
  arn: string;
  roleArn: string;
  definition: JsonObject;
  logging?: MachineLogging;
}

/** What a rule's target gets: the whole event, a part of it, fixed text, or a template filled from it. */
export type TargetInput =
  | { kind: 'event' }
  | { kind: 'constant'; text: string }
  | { kind: 'path'; path: string }
  | { kind: 'template'; paths: Readonly<Record<string, string>>; template: string };

/** One target of a rule. */
export interface RuleTarget {
  id: string;
  arn: string;
  input: TargetInput;
  deadLetterQueueArn?: string;
  maximumEventAgeSeconds: number;
  maximumRetryAttempts: number;
}

/** An event rule of the template. */
export interface RuleResource {
  name: string;
  arn: string;
  busName: string;
  isEnabled: boolean;
  description?: string;
  pattern: JsonObject;
  targets: readonly RuleTarget[];
}

/** A schedule of the template: what it starts, with what input, how often. */
export interface ScheduleResource extends NamedResource {
  isEnabled: boolean;
  periodSeconds: number;
  targetArn: string;
  input: string;
}

/** A resource that is just a name and an ARN here. */
export interface NamedResource {
  name: string;
  arn: string;
}

/** A DynamoDB table and what creates it. */
export interface TableResource extends NamedResource {
  createTable: JsonObject;
}

/** A log group with its retention. */
export interface LogGroupResource extends NamedResource {
  retentionInDays?: number;
}

/** A saved query of Logs Insights; with no log groups it is for any. */
export interface QueryDefinitionResource {
  /** The same for the same stack and logical id. */
  id: string;
  name: string;
  queryString: string;
  logGroupNames: readonly string[];
}

/** An SQS queue and how long it keeps and hides messages. */
export interface QueueResource extends NamedResource {
  visibilityTimeoutSeconds: number;
  messageRetentionSeconds: number;
}

/** One output of the template, resolved. */
export interface OutputResource {
  key: string;
  value: string;
  description?: string;
}

/** Everything of a synthesised stack that the local world runs. */
export interface Stack {
  name: string;
  description?: string;
  outputs: readonly OutputResource[];
  functions: readonly FunctionResource[];
  stateMachines: readonly StateMachineResource[];
  buses: readonly NamedResource[];
  rules: readonly RuleResource[];
  schedules: readonly ScheduleResource[];
  tables: readonly TableResource[];
  queues: readonly QueueResource[];
  logGroups: readonly LogGroupResource[];
  queryDefinitions: readonly QueryDefinitionResource[];
}
