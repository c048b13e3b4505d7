import { AwsError } from '../endpoint/aws-error.ts';
import type { StateMachineResource } from '../template/stack.ts';
import { assertArn } from './arns.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { ExecutionStore } from './execution-store.ts';
import { RunnableMachine } from './runnable-machine.ts';
import type { TaskIntegrations } from './task-integrations.ts';

/** The state machines of the stack, each with the definition of now and those that earlier executions were started with. */
export class MachineRevisions {
  readonly #current: ReadonlyMap<string, { machine: RunnableMachine; definitionId: string }>;
  readonly #earlier = new Map<string, RunnableMachine>();
  readonly #integrations: TaskIntegrations;
  readonly #store: ExecutionStore;

  /** Throws when one of the definitions would be run differently from Step Functions. */
  constructor(resources: readonly StateMachineResource[], integrations: TaskIntegrations, store: ExecutionStore) {
    this.#integrations = integrations;
    this.#store = store;
    const current = resources.map((resource) => {
      const machine = new RunnableMachine(resource, integrations);
      return [
        resource.arn,
        { machine, definitionId: store.keepDefinition(resource.name, resource.definition) },
      ] as const;
    });
    this.#current = new Map(current);
  }

  /** Every state machine of the stack. */
  get resources(): StateMachineResource[] {
    return [...this.#current.values()].map(({ machine }) => machine.resource);
  }

  /** The machine of that ARN as it is now, or undefined when it has left the stack. */
  find(machineArn: string): StateMachineResource | undefined {
    return this.#current.get(machineArn)?.machine.resource;
  }

  /** The machine of that ARN as it is now; throws StateMachineDoesNotExist. */
  current(machineArn: string): { machine: RunnableMachine; definitionId: string } {
    const found = this.#current.get(machineArn);
    if (found) return found;
    assertArn(machineArn, 'stateMachine');
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  }

  /** The machine with the definition that the execution was started with; throws StateMachineDoesNotExist. */
  of(record: ExecutionRecord): RunnableMachine {
    const { machine, definitionId } = this.current(record.stateMachineArn);
    if (record.definitionId === undefined || record.definitionId === definitionId) return machine;
    const key = `${record.stateMachineArn} ${record.definitionId}`;
    const known = this.#earlier.get(key);
    if (known) return known;
    const definition = this.#store.definition(record);
    if (!definition)
      throw new Error(`The definition that ${record.executionArn} was started with is not in the store.`);
    const earlier = new RunnableMachine({ ...machine.resource, definition }, this.#integrations);
    this.#earlier.set(key, earlier);
    return earlier;
  }
}
