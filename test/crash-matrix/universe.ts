import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { awsClients, type AwsClients } from '../../cli/place/aws-clients.ts';
import { storeSecret } from '../../cli/registration/register.ts';
import { currentAssembly } from '../../local/assembly.ts';
import { arn, REGION } from '../../local/aws/identity.ts';
import { startLocalWorld, type LocalWorld } from '../../local/aws/world.ts';
import { startGenesysSimulator, type GenesysSimulator, type WorldSnapshot } from '../../local/genesys/simulator.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { NEWS_IS_LATE_AFTER_MS } from '../../src/provisioning/sweep-lab-org.ts';
import { EVENT_BUS_NAME, LEDGER_TABLE_NAME } from '../../src/workflow/names.ts';
import { SWEEP_PERIOD_MINUTES } from '../../src/workflow/timeouts.ts';
import type { ContainerCode } from '../in-process/container-code.ts';
import { ContainerHost } from '../in-process/container-host.ts';
import { QuietClock } from '../in-process/quiet-clock.ts';
import type { SeenExecution, SentEvent } from './told-and-seen.ts';
import { changedAssembly, type TemplateChange } from '../scenarios/changed-template.ts';
import { CallTap } from './call-tap.ts';
import { FaultyLine } from './faulty-line.ts';
import { ORG_ID, SECRET, seed } from './matrix-org.ts';

/** The org, its ledger and what time it is, to come back to. */
export interface Snapshot {
  genesys: WorldSnapshot;
  ledger: Record<string, unknown>[];
}

/** Less than a function's timeout: after that Lambda has nothing of it left. */
const LATE_MS = 3_000;

const SWEEP_PERIOD_MS = SWEEP_PERIOD_MINUTES * 60_000;

const START_MS = Date.parse('2026-03-02T09:00:00.000Z');

/** One org in both clouds: the real state machines, rules, handlers and ledger in one process, under virtual time. */
export class Universe {
  readonly clock = new QuietClock(START_MS);
  readonly tap = new CallTap();
  readonly #folder = mkdtempSync(join(tmpdir(), 'lab-sms-matrix-'));
  readonly #agent = new Agent({ keepAlive: true });
  #simulator: GenesysSimulator | undefined;
  #line: FaultyLine | undefined;
  #world: LocalWorld | undefined;
  #clients: AwsClients | undefined;
  #host: ContainerHost | undefined;

  /** Opens one; `change` plants something into a copy of the stack's template. */
  static async open(code: ContainerCode, change?: TemplateChange): Promise<Universe> {
    const universe = new Universe();
    await universe.#start(code, change);
    return universe;
  }

  async #start(code: ContainerCode, change: TemplateChange | undefined): Promise<void> {
    const { clock, tap } = this;
    const root = join(import.meta.dirname, '..', '..');
    const assembly = await currentAssembly(root, join(root, '.lab-sms', 'assembly'));
    const simulator = await startGenesysSimulator({ seed: seed(), clock });
    const line = await FaultyLine.open();
    this.#simulator = simulator;
    this.#line = line;
    const stopExecution = (executionArn: string): Promise<void> => this.stop(executionArn);
    const shared = { code, clock, agent: this.#agent, interference: { tap, line, stopExecution } };
    this.#world = await startLocalWorld({
      assemblyDir: change === undefined ? assembly : changedAssembly(assembly, join(this.#folder, 'assembly'), change),
      stateDir: join(this.#folder, 'aws'),
      clock,
      handlerEnvironment: { GENESYS_ENDPOINT_URL: simulator.url },
      functionHost: (options) => {
        this.#host = new ContainerHost(options, shared);
        return this.#host;
      },
    });
    const credentials = { accessKeyId: 'loopback', secretAccessKey: 'loopback' };
    this.#clients = awsClients({ endpoint: this.#world.endpointUrl, region: REGION, credentials });
    await storeSecret(this.#clients, ORG_ID, JSON.stringify(SECRET));
  }

  /** What a person does in the simulated Genesys Cloud, and sees of it. */
  get genesys(): GenesysSimulator['control'] {
    if (this.#simulator === undefined) throw new Error('the universe has not been opened');
    return this.#simulator.control;
  }

  /** What a person does in AWS. */
  get aws(): AwsClients {
    if (this.#clients === undefined) throw new Error('the universe has not been opened');
    return this.#clients;
  }

  /** Everything of the org as it is now; nothing may run. */
  async snapshot(): Promise<Snapshot> {
    return { genesys: this.genesys.snapshot(), ledger: await this.#items() };
  }

  /** From here on all functions start cold. */
  forgetContainers(): void {
    this.#host?.forgetContainers();
  }

  /** Goes back to a snapshot; the clock goes on. */
  async restore({ genesys, ledger }: Snapshot): Promise<void> {
    this.genesys.restore(genesys);
    const { dynamoDb } = this.aws;
    for (const { genesysOrgId } of await this.#items()) {
      if (!ledger.some((item) => item.genesysOrgId === genesysOrgId)) {
        await dynamoDb.send(new DeleteCommand({ TableName: LEDGER_TABLE_NAME, Key: { genesysOrgId } }));
      }
    }
    for (const Item of ledger) await dynamoDb.send(new PutCommand({ TableName: LEDGER_TABLE_NAME, Item }));
  }

  /** The org's record in the ledger. */
  async record(): Promise<LabOrgRecord | undefined> {
    const items = await this.#items();
    return items.find(({ genesysOrgId }) => genesysOrgId === ORG_ID) as LabOrgRecord | undefined;
  }

  /** Puts an event on the bus. */
  async send({ source, detailType, detail }: SentEvent): Promise<void> {
    const entry = {
      EventBusName: EVENT_BUS_NAME,
      Source: source,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    };
    await this.aws.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  }

  /** Redrives an execution as a person does. */
  async redrive(executionArn: string): Promise<void> {
    await this.aws.stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
  }

  /** Stops an execution as a person does. */
  async stop(executionArn: string): Promise<void> {
    await this.aws.stepFunctions.send(new StopExecutionCommand({ executionArn }));
  }

  /** What dead runs had sent arrives a few seconds from now, while the next run is at work; resolves when it has. */
  async landLate(): Promise<void> {
    const line = this.#line;
    if (line?.hasLate !== true) return;
    await this.clock.sleep(LATE_MS);
    await this.clock.during(() => line.landLate());
  }

  /** Whether calls have been held back since `forgetLate`. */
  get hasLate(): boolean {
    return this.#line?.hasHeldBack ?? false;
  }

  /** What dead runs had sent never arrives. */
  forgetLate(): void {
    this.#line?.begin();
  }

  /** Waits until nothing runs any more. */
  async idle(): Promise<void> {
    await this.#world?.idle();
  }

  /**
   * Time goes by in which nobody does anything but the schedule: it starts the sweep when everything is old enough for it,
   * and once more.
   */
  async letSweep(): Promise<void> {
    const { clock } = this;
    const sweeps = (): number => this.tap.calls.filter(({ stage }) => stage === 'SweepLabOrgs').length;
    const before = sweeps();
    clock.advance(clock.latest - clock.now() + NEWS_IS_LATE_AFTER_MS + SWEEP_PERIOD_MS);
    await this.idle();
    const between = sweeps();
    clock.advance(SWEEP_PERIOD_MS);
    await this.idle();
    if (between === before || sweeps() === between) throw new Error('the schedule has not started the sweep');
  }

  /** The executions of a machine that began at or after that time, and those named, oldest first. */
  async executions(machine: string, sinceMs: number, others: readonly string[] = []): Promise<SeenExecution[]> {
    const stateMachineArn = arn('states', `stateMachine:${machine}`);
    const { executions = [] } = await this.aws.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 20 }),
    );
    const begun = executions.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= sinceMs);
    const arns = new Set([...others, ...begun.map(({ executionArn = '' }) => executionArn).reverse()]);
    return Promise.all([...arns].map((each) => this.#describe(each, machine)));
  }

  /** What the handlers have logged since the last call. */
  takeLines(): string[] {
    return this.#host?.takeLines() ?? [];
  }

  /** The files that the local AWS has written and in which values of the secret stand, its own store apart. */
  filesThatShowSecrets(): string[] {
    const folder = join(this.#folder, 'aws');
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'secrets.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => {
        const text = readFileSync(path, 'latin1');
        return text.includes(SECRET.clientSecret) || text.includes(SECRET.testSmsTo);
      });
  }

  async close(): Promise<void> {
    await this.#world?.close();
    await this.#simulator?.close();
    await this.#line?.close();
    this.#agent.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #items(): Promise<Record<string, unknown>[]> {
    const { Items = [] } = await this.aws.dynamoDb.send(new ScanCommand({ TableName: LEDGER_TABLE_NAME }));
    return Items;
  }

  async #describe(executionArn: string, machine: string): Promise<SeenExecution> {
    const {
      status = '',
      error,
      redriveStatus,
    } = await this.aws.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    return { executionArn, machine, status, error, isRedrivable: redriveStatus === 'REDRIVABLE' };
  }
}
