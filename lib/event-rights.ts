import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { sourceOf } from '../src/workflow/events.ts';

/**
 * The right to put events of those detail types, each under its own source, and no other on the bus: a stage can't speak for
 * another one. The keys are lists to IAM, and a condition on all values of a list holds for an empty one too, so both must
 * be there: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function putEventsOnly(eventBus: EventBus, detailTypes: readonly string[]): PolicyStatement[] {
  return [...new Set(detailTypes.map(sourceOf))].map(
    (source) =>
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [eventBus.eventBusArn],
        conditions: {
          'ForAllValues:StringEquals': {
            'events:source': source,
            'events:detail-type': detailTypes.filter((detailType) => sourceOf(detailType) === source),
          },
          Null: { 'events:source': 'false', 'events:detail-type': 'false' },
        },
      }),
  );
}
