import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput, Operations } from '../endpoint/operation-input.ts';
import { pageOf, type Page } from '../endpoint/page.ts';
import { ACCOUNT_ID } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import type { NamedResource, RuleResource, RuleTarget } from '../template/stack.ts';
import { nameInArn } from '../template/template-reader.ts';
import { DEFAULT_BUS, type EventBuses } from './event-buses.ts';
import { putEvents } from './put-events.ts';
import { testEventPattern } from './test-event-pattern.ts';

const MAXIMUM_PAGE = 100;

/** EventBridge, as far as it is simulated. */
export function eventBridgeOperations(buses: EventBuses, clock: Clock): Operations {
  return {
    PutEvents: (input) => putEvents(input.objects('Entries'), buses, clock),

    TestEventPattern: (input) => testEventPattern(input.string('EventPattern'), input.string('Event')),

    DescribeEventBus: (input) => describedBus(findBus(buses, input.optionalString('Name'))),

    ListEventBuses: (input) => {
      const prefix = input.optionalString('NamePrefix') ?? '';
      const page = limited(
        input,
        buses.buses.filter(({ name }) => name.startsWith(prefix)),
      );
      return { EventBuses: page.items.map(describedBus), ...nextToken(page) };
    },

    ListRules: (input) => {
      const bus = findBus(buses, input.optionalString('EventBusName'));
      const prefix = input.optionalString('NamePrefix') ?? '';
      const page = limited(
        input,
        buses.rules.filter((rule) => rule.busName === bus.name && rule.name.startsWith(prefix)),
      );
      return { Rules: page.items.map(described), ...nextToken(page) };
    },

    DescribeRule: (input) => ({ ...described(findRule(buses, input, 'Name')), CreatedBy: ACCOUNT_ID }),

    ListTargetsByRule: (input) => {
      const page = limited(input, findRule(buses, input, 'Rule').targets);
      return { Targets: page.items.map(describedTarget), ...nextToken(page) };
    },
  };
}

function limited<T>(input: OperationInput, all: readonly T[]): Page<T> {
  const limit = input.optionalNumber('Limit') ?? MAXIMUM_PAGE;
  if (limit < 1 || limit > MAXIMUM_PAGE) {
    const text = `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must be between 1 and ${MAXIMUM_PAGE}`;
    throw new AwsError('ValidationException', text);
  }
  return pageOf(all, limit, input.optionalString('NextToken'), 'ValidationException');
}

function nextToken(page: Page<unknown>): JsonObject {
  return page.nextToken === undefined ? {} : { NextToken: page.nextToken };
}

function findBus(buses: EventBuses, nameOrArn = DEFAULT_BUS): NamedResource {
  const name = nameInArn(nameOrArn);
  const bus = buses.buses.find((candidate) => candidate.name === name);
  if (bus) return bus;
  throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

function findRule(buses: EventBuses, input: OperationInput, field: string): RuleResource {
  const bus = findBus(buses, input.optionalString('EventBusName'));
  const name = input.string(field);
  const rule = buses.rules.find((candidate) => candidate.busName === bus.name && candidate.name === name);
  if (rule) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
}

function describedBus(bus: NamedResource): JsonObject {
  return { Name: bus.name, Arn: bus.arn };
}

function described(rule: RuleResource): JsonObject {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.busName,
    EventPattern: JSON.stringify(rule.pattern),
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    ...(rule.description !== undefined && { Description: rule.description }),
  };
}

function describedTarget(target: RuleTarget): JsonObject {
  return {
    Id: target.id,
    Arn: target.arn,
    ...describedInput(target),
    ...(target.deadLetterQueueArn !== undefined && { DeadLetterConfig: { Arn: target.deadLetterQueueArn } }),
    RetryPolicy: {
      MaximumEventAgeInSeconds: target.maximumEventAgeSeconds,
      MaximumRetryAttempts: target.maximumRetryAttempts,
    },
  };
}

function describedInput({ input }: RuleTarget): JsonObject {
  switch (input.kind) {
    case 'event':
      return {};
    case 'constant':
      return { Input: input.text };
    case 'path':
      return { InputPath: input.path };
    case 'template':
      return { InputTransformer: { InputPathsMap: { ...input.paths }, InputTemplate: input.template } };
  }
}
