import { isJsonObject, parseJson } from '../json.ts';
import type { PropertyReader } from './property-reader.ts';
import type { MachineLogging, StateMachineResource } from './stack.ts';
import type { TemplateReader } from './template-reader.ts';

/** The state machines of the template with their definitions; only Standard ones can be run. */
export function readStateMachines(template: TemplateReader): StateMachineResource[] {
  return template.ofType('AWS::StepFunctions::StateMachine').map(({ name, arn, properties }) => {
    if ((properties.optionalString('StateMachineType') ?? 'STANDARD') !== 'STANDARD') {
      throw new Error(`${properties.where}.StateMachineType: only STANDARD is simulated`);
    }
    const definition = parseJson(properties.string('DefinitionString'));
    if (!isJsonObject(definition)) throw new Error(`${properties.where}.DefinitionString: not a JSON object`);
    const logging = readLogging(properties.optionalObject('LoggingConfiguration'));
    return { name, arn, roleArn: properties.string('RoleArn'), definition, ...(logging && { logging }) };
  });
}

function readLogging(configuration: PropertyReader | undefined): MachineLogging | undefined {
  const level = configuration?.optionalString('Level') ?? 'OFF';
  const [destination] = configuration?.objects('Destinations') ?? [];
  if (configuration === undefined || level === 'OFF' || destination === undefined) return undefined;
  const groupArn = destination.object('CloudWatchLogsLogGroup').string('LogGroupArn');
  return {
    logGroupName: groupArn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? groupArn,
    level,
    includeExecutionData: configuration.boolean('IncludeExecutionData', false),
  };
}
