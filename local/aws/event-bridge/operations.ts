import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import type { Operations } from '../endpoint/operation-input.ts';
import { pageOf } from '../endpoint/page.ts';
import type { JsonObject } from '../json.ts';
import type { NamedResource, RuleResource } from '../template/stack.ts';
import { nameInArn } from '../template/template-reader.ts';
import { DEFAULT_BUS, type EventBuses } from './event-buses.ts';
import { putEvents } from './put-events.ts';

const PAGE_SIZE = 100;

/** EventBridge, as far as it is simulated. */
export function eventBridgeOperations(buses: EventBuses, clock: Clock): Operations {
  return {
    PutEvents: (input) => putEvents(input.objects('Entries'), buses, clock),

    DescribeEventBus: (input) => {
      const bus = findBus(buses, input.optionalString('Name'));
      return { Name: bus.name, Arn: bus.arn };
    },

    ListRules: (input) => {
      const bus = findBus(buses, input.optionalString('EventBusName'));
      const prefix = input.optionalString('NamePrefix') ?? '';
      const rules = buses.rules.filter((rule) => rule.busName === bus.name && rule.name.startsWith(prefix));
      const page = pageOf(rules, input.optionalNumber('Limit') ?? PAGE_SIZE, input.optionalString('NextToken'));
      return { Rules: page.items.map(described), ...(page.nextToken !== undefined && { NextToken: page.nextToken }) };
    },

    DescribeRule: (input) => {
      const bus = findBus(buses, input.optionalString('EventBusName'));
      const name = input.string('Name');
      const rule = buses.rules.find((candidate) => candidate.busName === bus.name && candidate.name === name);
      if (rule) return described(rule);
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    },
  };
}

function findBus(buses: EventBuses, nameOrArn = DEFAULT_BUS): NamedResource {
  const name = nameInArn(nameOrArn);
  const bus = buses.buses.find((candidate) => candidate.name === name);
  if (bus) return bus;
  throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
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
