import { join } from 'node:path';
import process from 'node:process';
import { announceWorld } from '../../../cli/place/running-world.ts';
import { STACK_NAME } from '../../../lib/stack-name.ts';
import type { SimulatorSeed } from '../../../local/genesys/simulator.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import { awsEnvironment } from '../../support/aws-environment.ts';
import { QuietClock } from '../../in-process/quiet-clock.ts';
import { runNode, type Ended } from '../../support/run-node.ts';
import { RunningCommand } from './running-command.ts';

/** Where a command finds the stack: the local world of its state folder, or an AWS account, which the loopback plays. */
export const PLACES = ['this machine', 'an AWS account'] as const;
export type PlaceName = (typeof PLACES)[number];

/** The real command as a process of its own, against the stack with its real handlers. */
export class CommandLab {
  readonly scenario: Scenario;
  readonly #takeBack: () => void;

  private constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.#takeBack = announceWorld(this.stateFolder, { awsUrl: scenario.awsUrl, genesysUrl: scenario.genesys.url });
  }

  static async start(seed: SimulatorSeed): Promise<CommandLab> {
    const scenario = await Scenario.start(seed);
    // The command has this machine's clock, and looks for executions that are not from long before.
    await scenario.pass(Math.max(0, Date.now() - scenario.clock.now()));
    return new CommandLab(scenario);
  }

  get stateFolder(): string {
    return join(this.scenario.folder, 'command');
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
  begin(place: PlaceName, args: readonly string[]): RunningCommand {
    const { env, where } = this.surroundings(place);
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

  /** The answer of a command with `--json`. */
  async json(place: PlaceName, args: readonly string[], stdin = ''): Promise<unknown> {
    const { stdout } = await this.run(place, [...args, '--json'], stdin);
    return JSON.parse(stdout) as unknown;
  }

  async stop(): Promise<void> {
    this.#takeBack();
    await this.scenario.stop();
  }
}
