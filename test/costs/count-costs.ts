import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetExecutionHistoryCommand, ListExecutionsCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { CountedUse } from '../../scripts/cost-table.ts';
import { BYTES_BESIDE_A_LINE, LAMBDAS_OWN_LOG_BYTES, type Counts } from '../../scripts/prices.ts';
import { arn } from '../../local/aws/identity.ts';
import { LEDGER_TABLE_NAME, STAGE_LOG_GROUP_NAME, STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import { SCHEDULE_TARGETS } from '../../src/workflow/stages.ts';
import { SWEEP_PERIOD_MINUTES } from '../../src/workflow/timeouts.ts';
import { SECRET, org, registration, seed } from '../scenarios/lab.ts';
import { Scenario } from '../scenarios/scenario.ts';
import { ScenarioOrg } from '../scenarios/several-orgs.ts';
import { UsageCounter, combined, countsOf } from './usage-counter.ts';

const LOG_GROUPS = [STAGE_LOG_GROUP_NAME, ...STATE_MACHINE_NAMES.map((name) => `/aws/vendedlogs/states/${name}`)];
const PERIODS_A_DAY = (24 * 60) / SWEEP_PERIOD_MINUTES;

/** Orgs of the day that is counted beside that of one; enough to tell what each adds. */
const MORE_ORGS = 3;

/** Plays the product's jobs and a day of its schedules, and counts what each uses. */
export async function countCosts(): Promise<CountedUse> {
  const one = await CountedWorld.open(1);
  try {
    const mainJob = await one.counted(() => one.scenario.register(registration()), 1);
    const again = await one.counted(() => one.scenario.register(registration()), 1);
    const dayOfOne = await one.countedDay();
    const request = { genesysOrgId: registration().genesysOrgId };
    const decommissioning = await one.counted(() => one.scenario.decommission(request), 1);
    const dayOfMore = await dayOf(1 + MORE_ORGS);
    const dayOfAnOrg = combined(dayOfMore, dayOfOne, (more, less) => (more - less) / MORE_ORGS);
    const dayOfNone = combined(dayOfOne, dayOfAnOrg, (whole, part) => Math.max(0, whole - part));
    return { mainJob, again, decommissioning, dayOfNone, dayOfAnOrg };
  } finally {
    await one.scenario.stop();
  }
}

async function dayOf(count: number): Promise<Counts> {
  const world = await CountedWorld.open(count);
  try {
    for (const { registration: wanted } of world.orgs) await world.scenario.register(wanted);
    return await world.countedDay();
  } finally {
    await world.scenario.stop();
  }
}

interface Totals {
  transitions: number;
  executions: number;
  invocations: number;
  logBytes: number;
}

/** A scenario whose use is counted between two looks at all that it keeps. */
class CountedWorld {
  readonly scenario: Scenario;
  readonly orgs: readonly ScenarioOrg[];
  readonly #counter: UsageCounter;

  private constructor(scenario: Scenario, orgs: readonly ScenarioOrg[], counter: UsageCounter) {
    this.scenario = scenario;
    this.orgs = orgs;
    this.#counter = counter;
  }

  static async open(count: number): Promise<CountedWorld> {
    const counter = new UsageCounter();
    const orgs = Array.from({ length: count }, (_, index) => new ScenarioOrg(`Lab Number ${index + 1}`, 100 + index));
    const seeds = count === 1 ? [org()] : orgs.map((each) => each.seed);
    const scenario = await Scenario.start(seed(...seeds), { tap: counter });
    await scenario.storeSecret(String(registration().genesysOrgId), SECRET);
    for (const { id, secret } of orgs) await scenario.storeSecret(id, secret);
    return new CountedWorld(scenario, orgs, counter);
  }

  /** What the work uses, without what schedules do meanwhile. */
  async counted(work: () => Promise<void>, eventsSent: number): Promise<Counts> {
    const isScheduled = (stage: string): boolean => SCHEDULE_TARGETS.some((each) => each === stage);
    return this.#counted(work, (stage) => !isScheduled(stage), { eventsSent, scheduleStarts: 0 });
  }

  /** What a day of the schedules uses while nobody asks for anything. */
  async countedDay(): Promise<Counts> {
    const pass = async (): Promise<void> => {
      for (let period = 0; period < PERIODS_A_DAY; period += 1) await this.scenario.pass(SWEEP_PERIOD_MINUTES * 60_000);
    };
    const counts = await this.#counted(pass, () => true, { eventsSent: 0, scheduleStarts: 0 });
    return { ...counts, scheduleStarts: counts.invocations };
  }

  async #counted(
    work: () => Promise<void>,
    isMeant: (stage: string) => boolean,
    given: { eventsSent: number; scheduleStarts: number },
  ): Promise<Counts> {
    const before = await this.#totals(isMeant);
    this.#counter.takeRequests();
    await work();
    const requests = this.#counter.takeRequests().filter(({ stage }) => isMeant(stage));
    const after = await this.#totals(isMeant);
    const since = (name: keyof Totals): number => after[name] - before[name];
    return countsOf({
      ...given,
      ...(await this.#sizes()),
      requests,
      transitions: since('transitions'),
      executions: since('executions'),
      invocations: since('invocations'),
      logBytes: since('logBytes') + since('invocations') * LAMBDAS_OWN_LOG_BYTES,
    });
  }

  async #totals(isMeant: (stage: string) => boolean): Promise<Totals> {
    const histories = await this.#histories();
    const lines = (await Promise.all(LOG_GROUPS.map((name) => this.#lines(name)))).flat().filter((line) => {
      const { stage } = JSON.parse(line) as { stage?: string };
      return stage === undefined || isMeant(stage);
    });
    return {
      transitions: histories.flat().filter(isTransition).length,
      executions: histories.length,
      invocations: lines.filter((line) => line.includes('"kind":"stage"')).length,
      logBytes: lines.reduce((sum, line) => sum + Buffer.byteLength(line) + BYTES_BESIDE_A_LINE, 0),
    };
  }

  async #histories(): Promise<HistoryEvent[][]> {
    const { stepFunctions } = this.scenario.clients;
    const histories: HistoryEvent[][] = [];
    for (const name of STATE_MACHINE_NAMES) {
      const stateMachineArn = arn('states', `stateMachine:${name}`);
      const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
      for (const { executionArn } of executions) {
        const history = new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 });
        histories.push((await stepFunctions.send(history)).events ?? []);
      }
    }
    return histories;
  }

  async #lines(logGroupName: string): Promise<string[]> {
    const lines: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.scenario.clients.logs.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return lines;
  }

  async #sizes(): Promise<{ recordBytes: number; ledgerBytes: number }> {
    const { Items = [] } = await this.scenario.clients.dynamoDb.send(new ScanCommand({ TableName: LEDGER_TABLE_NAME }));
    const sizes = Items.map((item) => Buffer.byteLength(JSON.stringify(item)));
    return { recordBytes: Math.max(...sizes), ledgerBytes: sizes.reduce((sum, size) => sum + size, 0) };
  }
}

/** A Task is entered once and scheduled for each try, and each try is billed; other states are entered only. */
function isTransition({ type }: HistoryEvent): boolean {
  const isTry = type === 'TaskScheduled' || type === 'LambdaFunctionScheduled';
  return isTry || (type?.endsWith('StateEntered') === true && type !== 'TaskStateEntered');
}
