import { join } from 'node:path';
import process from 'node:process';
import type { ToldFailure } from '../../../cli/command-line/told-failure.ts';
import { announceWorld } from '../../../cli/place/running-world.ts';
import { STACK_NAME } from '../../../lib/stack-name.ts';
import type { SeedOrg, SimulatorSeed } from '../../../local/genesys/simulator.ts';
import { QuietClock } from '../../in-process/quiet-clock.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import { ScenarioOrg } from '../../scenarios/several-orgs.ts';
import { awsEnvironment } from '../../support/aws-environment.ts';
import { runNode, type Ended } from '../../support/run-node.ts';
import { commandAnswer, toldError, type CommandAnswer, type CommandName } from './command-answer.ts';
import { RunningCommand } from './running-command.ts';

/** Where a command finds the stack: the local world of its state folder, or an AWS account, which the loopback plays. */
export const PLACES = ['this machine', 'an AWS account'] as const;
export type PlaceName = (typeof PLACES)[number];

/** What is special about an org of the lab. */
export interface OrgChanges {
  /** As Genesys has it before anything happens. */
  seed?: Partial<SeedOrg>;
  /** In its registration. */
  registration?: Record<string, unknown>;
}

/** The real command as a process of its own, against the stack with its real handlers. One is shared by the tests of a file. */
export class CommandLab {
  readonly scenario: Scenario;
  readonly #takeBack: () => void;
  #orgs = 0;

  private constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.#takeBack = announceWorld(this.stateFolder, { awsUrl: scenario.awsUrl, genesysUrl: scenario.genesys.url });
  }

  /** A lab without orgs unless they are given: each test makes its own. */
  static async start(seed: SimulatorSeed = { orgs: [] }): Promise<CommandLab> {
    const scenario = await Scenario.start(seed);
    // The command has this machine's clock, and looks for executions that are not from long before.
    await scenario.pass(Math.max(0, Date.now() - scenario.clock.now()));
    return new CommandLab(scenario);
  }

  get stateFolder(): string {
    return join(this.scenario.folder, 'command');
  }

  /** A new org that nobody knows yet but Genesys: `Lab 1`, `Lab 2`, ... */
  newOrg({ seed, registration }: OrgChanges = {}): ScenarioOrg {
    this.#orgs += 1;
    const org = new ScenarioOrg(`Lab ${this.#orgs}`, this.#orgs, seed, registration);
    this.scenario.genesys.control.addOrg(org.seed);
    return org;
  }

  /** A new org whose credentials are stored. */
  async org(changes: OrgChanges = {}): Promise<ScenarioOrg> {
    const org = this.newOrg(changes);
    await this.scenario.storeSecret(org.id, org.secret);
    return org;
  }

  /** A new org that is ready and has been texted. */
  async readyOrg(changes: OrgChanges = {}): Promise<ScenarioOrg> {
    const org = await this.org(changes);
    await this.scenario.register(org.registration);
    const { status, lastError } = await org.record(this.scenario);
    if (status !== 'ready') throw new Error(`${org.name} is ${status}: ${lastError?.message ?? ''}`);
    return org;
  }

  /** Runs `lab-sms ...` to its end. */
  run(place: PlaceName, args: readonly string[], stdin = '', environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const { env, where } = this.surroundings(place, environment);
    return runNode(['cli/lab-sms.mjs', ...args, ...where], { env, stdin });
  }

  /** What the command finds in its environment, and the options that lead it to the place. */
  surroundings(place: PlaceName, environment: NodeJS.ProcessEnv = {}): { env: NodeJS.ProcessEnv; where: string[] } {
    return place === 'this machine'
      ? { env: { ...process.env, ...environment }, where: ['--state', this.stateFolder] }
      : { env: awsEnvironment(this.scenario.awsUrl, environment), where: ['--stack', STACK_NAME] };
  }

  /** Starts `lab-sms ...` and leaves it running. */
  begin(place: PlaceName, args: readonly string[], environment: NodeJS.ProcessEnv = {}): RunningCommand {
    const { env, where } = this.surroundings(place, environment);
    return new RunningCommand(['cli/lab-sms.mjs', ...args, ...where], env);
  }

  /** Keeps the clock of the stack from moving on, so that whatever waits goes on waiting until the answer is called. */
  hold(): () => void {
    return this.#clock().work();
  }

  /** Stops the clock of the stack once so much time has passed on it; what waits for longer goes on waiting. */
  holdIn(ms: number): void {
    this.#clock().schedule(ms, () => this.#clock().work());
  }

  #clock(): QuietClock {
    const { clock } = this.scenario;
    if (!(clock instanceof QuietClock)) throw new Error('the functions of this lab do not run in this process');
    return clock;
  }

  /** What a command answers with `--json`, and how it ended; every answer must be as the command's schema says. */
  async ended<Name extends CommandName>(
    place: PlaceName,
    [name, ...args]: readonly [Name, ...string[]],
    stdin = '',
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Ended & { answer: CommandAnswer<Name> }> {
    const ended = await this.run(place, [name, ...args, '--json'], stdin, environment);
    return { ...ended, answer: await commandAnswer(name, ended.stdout) };
  }

  /** What a command answers with `--json`, as its schema says. */
  async json<Name extends CommandName>(
    place: PlaceName,
    called: readonly [Name, ...string[]],
    stdin = '',
  ): Promise<CommandAnswer<Name>> {
    return (await this.ended(place, called, stdin)).answer;
  }

  /** What a command that fails tells with `--json`, as the schema of failures says; it is what it ends with. */
  async failure(place: PlaceName, args: readonly string[], stdin = ''): Promise<ToldFailure> {
    const { stdout, exitCode } = await this.run(place, [...args, '--json'], stdin);
    const told = toldError(stdout);
    if (told.exitCode !== exitCode) throw new Error(`it tells of ${told.exitCode} and ends with ${exitCode}`);
    return told;
  }

  async stop(): Promise<void> {
    this.#takeBack();
    await this.scenario.stop();
  }
}
