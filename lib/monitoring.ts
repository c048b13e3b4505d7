import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { alarmTopic } from './alarm-topic.ts';
import { alarms } from './alarms.ts';
import { dashboard } from './dashboard.ts';
import type { EventRules } from './event-rules.ts';
import { savedQueries } from './saved-queries.ts';
import type { StageFunctions } from './stage-functions.ts';

/** What is watched, and who is told. */
export interface MonitoringProps {
  rules: EventRules;
  functions: StageFunctions;
  logGroup: LogGroup;
  /** Addresses that alarms are mailed to. */
  alarmEmails: readonly string[];
}

/** Saved queries, alarms and the dashboard; made last, when every dead-letter queue of the stack is there. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { rules, functions, logGroup, alarmEmails }: MonitoringProps) {
    super(scope, id);
    savedQueries(this, logGroup);
    const queues = Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof Queue);
    const isOfRule = (queue: Queue): boolean => queue.node.scopes.includes(rules);
    const made = alarms(this, {
      functions,
      deadLetterQueues: {
        rules: queues.filter(isOfRule),
        'schedules and functions': queues.filter((queue) => !isOfRule(queue)),
      },
      topic: alarmTopic(this, alarmEmails),
    });
    dashboard(this, made, logGroup);
  }
}
