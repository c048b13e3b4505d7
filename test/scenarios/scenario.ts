import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { awsClients, type AwsClients } from '../../cli/place/aws-clients.ts';
import { followExecution, type ExecutionEnd } from '../../cli/runs/follow-execution.ts';
import { sendRegistration, sendRequest, storeSecret } from '../../cli/registration/register.ts';
import { readLedger } from '../../cli/runs/run-report.ts';
import { currentAssembly } from '../../local/assembly.ts';
import { arn, REGION } from '../../local/aws/identity.ts';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { VirtualClock, type Clock } from '../../local/clock.ts';
import {
  startGenesysSimulator,
  type GenesysSimulator,
  type RequestLogEntry,
  type SimulatorSeed,
} from '../../local/genesys/simulator.ts';
import { STACK_NAME } from '../../lib/stack-name.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { DECOMMISSION_REQUESTED } from '../../src/workflow/events.ts';
import { AwsShell } from '../support/aws-command.ts';
import { loggedLines, wrongLogLines } from '../support/log-lines.ts';
import { FunctionsInThisProcess } from '../in-process/functions-in-this-process.ts';
import type { ContainerTap } from '../in-process/treatment.ts';

const root = join(import.meta.dirname, '..', '..');

/** An execution that has ended, and what it was started with. */
export interface EndedExecution extends ExecutionEnd {
  executionArn: string;
  input: string;
}

/** A clock that tests move on: it jumps instead of waiting. */
interface JumpingClock extends Clock {
  advance(ms: number): void;
}

/** What differs from the product as it is. */
export interface ScenarioOptions {
  /** In this process unless given: much faster. In processes of their own, as `npm start` runs them, where that is the point. */
  functions?: 'in this process' | 'in processes';
  handlerEnvironment?: Record<string, string>;
  /** A planted line is no line of ours. */
  logsWhatItLikes?: true;
  changeTemplate?: (template: string) => string;
  /** Hears of every request of functions in this process. */
  tap?: ContainerTap;
}

/** The synthesised stack with its bundled handlers, a simulated Genesys Cloud, and a clock that jumps instead of waiting. */
export class Scenario {
  readonly clock: JumpingClock;
  readonly folder = mkdtempSync(join(tmpdir(), 'lab-sms-scenario-'));
  #simulator: GenesysSimulator | undefined;
  #world: LocalWorld | undefined;
  #clients: AwsClients | undefined;
  #isStopped = true;
  readonly #options: ScenarioOptions;
  readonly #functions: FunctionsInThisProcess | undefined;

  constructor(options: ScenarioOptions) {
    this.#options = options;
    this.#functions = options.functions === 'in processes' ? undefined : new FunctionsInThisProcess(options.tap);
    this.clock = this.#functions?.clock ?? new VirtualClock();
  }

  /** Starts both clouds; `seed` is what the simulated Genesys Cloud holds. */
  static async start(seed: SimulatorSeed, options: ScenarioOptions = {}): Promise<Scenario> {
    const scenario = new Scenario(options);
    scenario.#simulator = await startGenesysSimulator({
      seed,
      clock: scenario.clock,
      stateDir: join(scenario.folder, 'genesys'),
    });
    await scenario.startWorld();
    return scenario;
  }

  /** Starts the local AWS, also again after `stopWorld`. */
  async startWorld(): Promise<void> {
    const assembly = await currentAssembly(root, join(root, '.lab-sms', 'assembly'));
    const assemblyDir =
      this.#options.changeTemplate === undefined ? assembly : this.#changed(assembly, this.#options.changeTemplate);
    this.#isStopped = false;
    this.#world = await startLocalWorld({
      assemblyDir,
      stateDir: join(this.folder, 'aws'),
      clock: this.clock,
      ...(await this.#functions?.hosting()),
      handlerEnvironment: { GENESYS_ENDPOINT_URL: this.genesys.url, ...this.#options.handlerEnvironment },
    });
    const credentials = { accessKeyId: 'loopback', secretAccessKey: 'loopback' };
    this.#clients = awsClients({ endpoint: this.#world.endpointUrl, region: REGION, credentials });
  }

  /** A copy of the assembly with a changed template. */
  #changed(assembly: string, change: (template: string) => string): string {
    const copy = join(this.folder, 'assembly');
    cpSync(assembly, copy, { recursive: true });
    const template = join(copy, `${STACK_NAME}.template.json`);
    writeFileSync(template, change(readFileSync(template, 'utf8')));
    return copy;
  }

  async stopWorld(): Promise<void> {
    this.#isStopped = true;
    await this.#world?.close();
  }

  get genesys(): GenesysSimulator {
    if (this.#simulator === undefined) throw new Error('the scenario has not started');
    return this.#simulator;
  }

  /** Where the local AWS answers. */
  get awsUrl(): string {
    if (this.#world === undefined) throw new Error('the scenario has not started');
    return this.#world.endpointUrl;
  }

  get clients(): AwsClients {
    if (this.#clients === undefined) throw new Error('the scenario has not started');
    return this.#clients;
  }

  /** Stores a secret, as text so that a bad one can be stored too. */
  storeSecret(genesysOrgId: string, secret: unknown): Promise<void> {
    return storeSecret(this.clients, genesysOrgId, typeof secret === 'string' ? secret : JSON.stringify(secret));
  }

  /** Puts the registration on the bus and waits until nothing runs any more. */
  async register(registration: unknown): Promise<void> {
    await sendRegistration(this.clients, registration);
    await this.idle();
  }

  /** Asks for the org's decommissioning and waits until nothing runs any more. */
  async decommission(request: unknown): Promise<void> {
    await sendRequest(this.clients, DECOMMISSION_REQUESTED, request);
    await this.idle();
  }

  /** Invokes a function and waits for its answer; a failed one throws. */
  async invoke(functionName: string, event: object): Promise<unknown> {
    const url = `${this.#world?.endpointUrl ?? ''}/2015-03-31/functions/${functionName}/invocations`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
    const body = await answer.text();
    if (answer.headers.has('x-amz-function-error')) throw new Error(body);
    return JSON.parse(body) as unknown;
  }

  /** A shell for the `aws` commands of documents, on the scenario's clock. */
  shell(variables: Readonly<Record<string, string>> = {}): AwsShell {
    const endpointUrl = this.#world?.endpointUrl ?? '';
    return new AwsShell({ endpointUrl, folder: root, variables, now: () => this.clock.now() });
  }

  /** Lets that much time pass, and what falls due in it come to its end. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.idle();
  }

  /** The lines that functions in this process have logged since the last call, parsed. */
  takeLines(): Record<string, unknown>[] {
    return (this.#functions?.takeLines() ?? []).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async idle(): Promise<void> {
    await this.#world?.idle();
  }

  /** Every execution of a state machine, oldest first. */
  async executions(stateMachineName: string): Promise<EndedExecution[]> {
    const { stepFunctions } = this.clients;
    const stateMachineArn = arn('states', `stateMachine:${stateMachineName}`);
    const { executions = [] } = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
    );
    const ended = executions.map(async ({ executionArn = '' }) => {
      const { input = '' } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      return { ...(await followExecution(stepFunctions, executionArn, () => undefined)), executionArn, input };
    });
    return (await Promise.all(ended)).reverse();
  }

  ledger(genesysOrgId: string): Promise<LabOrgRecord | undefined> {
    return readLedger(this.clients, genesysOrgId);
  }

  /** The calls of one operation that the simulated Genesys Cloud has seen. */
  calls(operation: string): RequestLogEntry[] {
    return this.genesys.control.requests().filter((request) => request.operation === operation);
  }

  /** Every file that the local AWS has written, with its content. */
  filesOfTheLocalAws(): { path: string; content: string }[] {
    const folder = join(this.folder, 'aws');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => statSync(path).isFile())
      .map((path) => ({ path, content: readFileSync(path, 'latin1') }));
  }

  /** Ends everything; whatever the stages have logged must be as the schema of the log says. */
  async stop(): Promise<void> {
    const isUnchecked = this.#isStopped || this.#options.logsWhatItLikes === true;
    const wrong = isUnchecked ? [] : wrongLogLines(await loggedLines(this.clients.logs));
    await this.#world?.close();
    await this.#simulator?.close();
    this.#functions?.close();
    rmSync(this.folder, { recursive: true, force: true });
    if (wrong.length > 0) throw new Error(`lines that are not as the schema of the log says:\n${wrong.join('\n')}`);
  }
}
