import { found, type TemplateChange } from './changed-template.ts';
import type { Scenario } from './scenario.ts';

/** An event of ours as a rule has delivered it. */
export interface WitnessedEvent {
  source: string;
  'detail-type': string;
  detail: Record<string, unknown>;
}

/** A state machine that is started by every event of ours on the bus and does nothing: its executions are the events. */
const WITNESS = 'witness-of-events';

/** Adds the witness. */
export const withWitness: TemplateChange = (resources) => {
  const [busId] = found(resources, 'AWS::Events::EventBus', () => true);
  const definition = { StartAt: 'Seen', States: { Seen: { Type: 'Succeed' } } };
  resources.Witness = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: WITNESS,
      RoleArn: 'arn:aws:iam::000000000000:role/witness',
      DefinitionString: JSON.stringify(definition),
    },
  };
  resources.WitnessRule = {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: busId },
      EventPattern: { source: [{ prefix: 'lab.' }] },
      Targets: [{ Id: 'Witness', Arn: { Ref: 'Witness' }, RoleArn: 'arn:aws:iam::000000000000:role/witness' }],
    },
  };
};

/** The events of ours that were on the bus, oldest first; of one detail type, or all. */
export async function witnessed(scenario: Scenario, detailType?: string): Promise<WitnessedEvent[]> {
  const events = (await scenario.executions(WITNESS)).map(({ input }) => JSON.parse(input) as WitnessedEvent);
  return events.filter((event) => detailType === undefined || event['detail-type'] === detailType);
}
