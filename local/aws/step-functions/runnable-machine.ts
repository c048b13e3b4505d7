import { StateMachine } from 'aws-local-stepfunctions';
import type { JsonObject } from '../json.ts';
import type { StateMachineResource } from '../template/stack.ts';
import { statesOf } from './definition-states.ts';
import { lintDefinition } from './lint-definition.ts';
import { prepareDefinition } from './prepare-definition.ts';
import type { TaskIntegrations } from './task-integrations.ts';

/** A state machine that the interpreter can run faithfully. */
export class RunnableMachine {
  readonly resource: StateMachineResource;
  readonly states: ReadonlyMap<string, JsonObject>;
  readonly integrations: TaskIntegrations;
  /** The machine's own TimeoutSeconds; Infinity when it states none. */
  readonly timeoutSeconds: number;
  readonly #interpreter: StateMachine;

  /** Throws, with every reason, when the definition would be run differently from Step Functions. */
  constructor(resource: StateMachineResource, integrations: TaskIntegrations) {
    const problems = lintDefinition(resource.definition, Object.keys(integrations));
    if (problems.length > 0) {
      throw new Error(`The local world cannot run the state machine ${resource.name}:\n  ${problems.join('\n  ')}`);
    }
    this.resource = resource;
    this.integrations = integrations;
    this.states = new Map(statesOf(resource.definition));
    const { TimeoutSeconds } = resource.definition;
    this.timeoutSeconds = typeof TimeoutSeconds === 'number' ? TimeoutSeconds : Infinity;
    this.#interpreter = this.#interpreterFrom();
  }

  /** What runs it from its beginning, or from the state at which a redrive goes on. */
  interpreter(startAt?: string): StateMachine {
    return startAt === undefined ? this.#interpreter : this.#interpreterFrom(startAt);
  }

  #interpreterFrom(startAt?: string): StateMachine {
    return new StateMachine(prepareDefinition(this.resource.definition, startAt), {
      // What is unusual in the prepared definition (a Wait as a Task) would not pass; the lint has looked already.
      validationOptions: { noValidate: true },
    });
  }
}
