import type { Clock } from '../../clock.ts';
import { asText, type Json, type JsonObject } from '../json.ts';
import { stateEvent, textPayload } from './event-translation.ts';
import { ExecutionLifetime } from './execution-lifetime.ts';
import { MAXIMUM_AGE_MS, type ExecutionEnd, type ExecutionRecord } from './execution-record.ts';
import { END_EVENTS, MAXIMUM_EVENTS, type History } from './history.ts';
import { waitMs, type ExecutionContext } from './prepare-definition.ts';
import type { ResumePoint } from './redrive.ts';
import type { RunnableMachine } from './runnable-machine.ts';
import { parametersOf } from './task-integrations.ts';
import { runTask } from './task-runner.ts';

/** What one run of a machine needs. */
export interface RunningExecutionOptions {
  machine: RunnableMachine;
  record: ExecutionRecord;
  /** Where a redriven execution goes on; a new one begins at its StartAt. */
  resume?: ResumePoint;
  history: History;
  clock: Clock;
  /** Called once, when the status is final. Calls of functions may still be under way, as on AWS. */
  onEnd: (end: ExecutionEnd) => void;
}

/** One execution while this process runs it. */
export class RunningExecution {
  readonly #options: RunningExecutionOptions;
  readonly #lifetime: ExecutionLifetime;
  readonly #calls = new Set<Promise<unknown>>();
  #abortInterpreter: () => void = () => undefined;
  #isOver = false;

  constructor(options: RunningExecutionOptions) {
    this.#options = options;
    const { clock, machine, record } = options;
    const untilTooOldSeconds = (record.startDate + MAXIMUM_AGE_MS - clock.now()) / 1000;
    this.#lifetime = new ExecutionLifetime(clock, Math.min(machine.timeoutSeconds, untilTooOldSeconds), () => {
      this.#end({ status: 'TIMED_OUT' });
    });
  }

  /** Runs to the end; resolves when also the last call that was made has come back. */
  async run(): Promise<void> {
    const { machine, record, resume } = this.#options;
    const input = resume ? resume.input : (JSON.parse(record.input) as Json);
    if (resume) this.#append('ExecutionRedriven', { redriveCount: record.redriveCount });
    else this.#append('ExecutionStarted', { ...textPayload('input', record.input), roleArn: machine.resource.roleArn });
    const { result, abort, eventLogs } = machine.interpreter(resume?.stateName).run(input, {
      overrides: { taskResourceLocalHandlers: this.#handlers() },
      context: this.#context(),
    });
    this.#abortInterpreter = abort;
    const eventsRead = this.#readEvents(eventLogs);
    // Read after the events, so that the end comes last in the history.
    const end = await result.then(succeeded, failed);
    await eventsRead;
    this.#end(end);
    await Promise.all(this.#calls);
  }

  /** Ends it as ABORTED. */
  stop(error: string | undefined, cause: string | undefined): void {
    this.#end({ status: 'ABORTED', ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
  }

  /** Lets it go without an end, as a killed process would: the next start finds it RUNNING. */
  abandon(): void {
    this.#isOver = true;
    this.#lifetime.stop();
    this.#abortInterpreter();
  }

  #end(end: ExecutionEnd): void {
    if (this.#isOver) return;
    const { output, error, cause } = end;
    this.#append(END_EVENTS[end.status], {
      ...(output !== undefined && textPayload('output', output)),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    this.#isOver = true;
    // In this order: a Task that the interpreter would run again must find the execution stopped.
    this.#lifetime.stop();
    this.#abortInterpreter();
    this.#options.onEnd(end);
  }

  #append(type: string, details: JsonObject): void {
    const { history } = this.#options;
    if (this.#isOver) return;
    // The last place of a history is for its end: an execution that would go on there fails instead.
    if (history.length === MAXIMUM_EVENTS - 1 && !Object.values(END_EVENTS).includes(type)) {
      const cause = `The execution reached the maximum number of history events (${MAXIMUM_EVENTS}).`;
      this.#end({ status: 'FAILED', error: 'States.Runtime', cause });
      return;
    }
    history.append(type, details);
  }

  async #readEvents(events: AsyncIterable<{ type: string }>): Promise<void> {
    const typeOf = (name: string): string => asText(this.#options.machine.states.get(name)?.Type);
    let isEnteredAlready = this.#options.resume?.isEntered ?? false;
    for await (const event of events) {
      if (isEnteredAlready && event.type === 'StateEntered') {
        isEnteredAlready = false;
        continue;
      }
      const entry = stateEvent(event, typeOf);
      if (entry) this.#append(entry.type, entry.details);
    }
  }

  #handlers(): Record<string, (parameters: unknown) => Promise<Json>> {
    const { machine } = this.#options;
    const handlers: Record<string, (parameters: unknown) => Promise<Json>> = {};
    for (const [name, state] of machine.states) {
      if (state.Type === 'Wait') handlers[name] = (parameters) => this.#wait(parametersOf(parameters));
      if (state.Type === 'Task') handlers[name] = (parameters) => this.#runTask(state, parametersOf(parameters));
    }
    return handlers;
  }

  async #wait(parameters: JsonObject): Promise<Json> {
    await this.#lifetime.wait(waitMs(parameters, this.#options.clock.now()));
    return parameters.input ?? null;
  }

  #runTask(state: JsonObject, parameters: JsonObject): Promise<Json> {
    const integration = this.#options.machine.integrations[asText(state.Resource)];
    // The lint has refused every other resource.
    if (!integration) throw new Error(`no integration for ${asText(state.Resource)}`);
    return runTask(state, parameters, integration, {
      history: {
        append: (type, details) => {
          this.#append(type, details);
        },
      },
      lifetime: this.#lifetime,
      calls: this.#calls,
    });
  }

  #context(): ExecutionContext {
    const { machine, record } = this.#options;
    return {
      Execution: {
        Id: record.executionArn,
        Name: record.name,
        RoleArn: machine.resource.roleArn,
        RedriveCount: record.redriveCount,
      },
      StateMachine: { Id: record.stateMachineArn, Name: record.stateMachineName },
      Started: { Time: new Date(record.startDate).toISOString(), Input: JSON.parse(record.input) as Json },
    };
  }
}

function succeeded(output: unknown): ExecutionEnd {
  return { status: 'SUCCEEDED', output: JSON.stringify(output ?? null) };
}

/** The interpreter wraps the error of the state that failed. */
function failed(thrown: unknown): ExecutionEnd {
  const error = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(error instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(error) };
  return { status: 'FAILED', error: error.name, ...(error.message !== '' && { cause: error.message }) };
}
