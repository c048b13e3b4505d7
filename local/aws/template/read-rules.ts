import { isJsonObject, parseJson } from '../json.ts';
import type { PropertyReader } from './property-reader.ts';
import type { RuleResource, RuleTarget, TargetInput } from './stack.ts';
import { nameInArn, type TemplateReader } from './template-reader.ts';

/** EventBridge's own values for what a target leaves out. */
const DEFAULT_EVENT_AGE_SECONDS = 86_400;
const DEFAULT_RETRY_ATTEMPTS = 185;

/** The event rules of the template. Scheduled rules are refused: EventBridge Scheduler has taken their place. */
export function readRules(template: TemplateReader): RuleResource[] {
  return template.ofType('AWS::Events::Rule').map(({ name, arn, properties }) => {
    if (properties.optionalString('ScheduleExpression') !== undefined) {
      throw new Error(
        `${properties.where}.ScheduleExpression: scheduled rules are not simulated: use AWS::Scheduler::Schedule`,
      );
    }
    const given = properties.value.EventPattern;
    const pattern = typeof given === 'string' ? parseJson(given) : given;
    if (!isJsonObject(pattern)) throw new Error(`${properties.where}.EventPattern: expected an object`);
    const description = properties.optionalString('Description');
    return {
      name,
      arn,
      busName: nameInArn(properties.optionalString('EventBusName') ?? 'default'),
      isEnabled: (properties.optionalString('State') ?? 'ENABLED') !== 'DISABLED',
      ...(description !== undefined && { description }),
      pattern,
      targets: properties.objects('Targets').map(readTarget),
    };
  });
}

function readTarget(target: PropertyReader): RuleTarget {
  const retryPolicy = target.optionalObject('RetryPolicy');
  const deadLetterQueueArn = target.optionalObject('DeadLetterConfig')?.string('Arn');
  return {
    id: target.string('Id'),
    arn: target.string('Arn'),
    input: readInput(target),
    ...(deadLetterQueueArn !== undefined && { deadLetterQueueArn }),
    maximumEventAgeSeconds:
      retryPolicy?.number('MaximumEventAgeInSeconds', DEFAULT_EVENT_AGE_SECONDS) ?? DEFAULT_EVENT_AGE_SECONDS,
    maximumRetryAttempts: retryPolicy?.number('MaximumRetryAttempts', DEFAULT_RETRY_ATTEMPTS) ?? DEFAULT_RETRY_ATTEMPTS,
  };
}

function readInput(target: PropertyReader): TargetInput {
  const constant = target.optionalString('Input');
  if (constant !== undefined) return { kind: 'constant', text: constant };
  const path = target.optionalString('InputPath');
  if (path !== undefined) return { kind: 'path', path };
  const transformer = target.optionalObject('InputTransformer');
  if (transformer === undefined) return { kind: 'event' };
  return {
    kind: 'template',
    paths: transformer.optionalObject('InputPathsMap')?.strings() ?? {},
    template: transformer.string('InputTemplate'),
  };
}
