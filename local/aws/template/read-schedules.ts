import type { PropertyReader } from './property-reader.ts';
import type { ScheduleResource } from './stack.ts';
import type { TemplateReader } from './template-reader.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Properties that would change when a schedule fires, and that nothing here would heed. */
const NOT_SIMULATED = ['StartDate', 'EndDate'];

/** The schedules of the template: those with a rate, a fixed input and no flexible window. Others are refused. */
export function readSchedules(template: TemplateReader): ScheduleResource[] {
  return template.ofType('AWS::Scheduler::Schedule').map(({ name, arn, properties }) => {
    for (const property of NOT_SIMULATED) {
      if (properties.value[property] !== undefined) {
        throw new Error(`${properties.where}.${property}: not simulated`);
      }
    }
    const window = properties.object('FlexibleTimeWindow');
    if (window.string('Mode') !== 'OFF') throw new Error(`${window.where}.Mode: flexible windows are not simulated`);
    const target = properties.object('Target');
    return {
      name,
      arn,
      isEnabled: (properties.optionalString('State') ?? 'ENABLED') !== 'DISABLED',
      periodSeconds: periodSeconds(properties),
      targetArn: target.string('Arn'),
      input: target.string('Input'),
    };
  });
}

function periodSeconds(properties: PropertyReader): number {
  const expression = properties.string('ScheduleExpression');
  const [, count = '', unit = ''] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitSeconds = UNIT_SECONDS[unit];
  if (unitSeconds === undefined) {
    throw new Error(`${properties.where}.ScheduleExpression: only rates are simulated, not ${expression}`);
  }
  return Number(count) * unitSeconds;
}
