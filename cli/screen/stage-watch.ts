import { isRetriedOrCaught, CAUGHT, retryRules } from '../../src/workflow/retries.ts';
import { TASK_STAGES, type TaskStage } from '../../src/workflow/stages.ts';
import type { ExecutionNews } from '../runs/follow-execution.ts';

/** Why a stage has not passed yet. */
export interface Holdup {
  /** `waits`: it polls for something that takes its time; `retries`: it failed and is tried again; `goes back`: to an earlier stage. */
  kind: 'waits' | 'retries' | 'goes back' | 'fails';
  /** How often it was tried since it was entered. */
  tries: number;
  error: string;
  /** The message without the org, which the reader knows anyway. */
  reason: string;
  /** Whether the try before gave the same reason. */
  isSame: boolean;
}

/** Where an execution is, out of its news: the stage, how often it was entered, what holds it up and since when. */
export class StageWatch {
  /** Every stage, in order. */
  readonly stages: readonly string[];
  readonly #visits = new Map<string, number>();
  readonly #took = new Map<string, number>();
  #stage: string | undefined;
  #holdup: Holdup | undefined;
  #cameBack: string | undefined;
  #enteredAt = 0;
  #newestAt = 0;
  #heardAt = 0;

  constructor(stages: readonly string[]) {
    this.stages = stages;
  }

  /** The stage that was entered last; undefined before the first. */
  get stage(): string | undefined {
    return this.#stage;
  }

  get holdup(): Holdup | undefined {
    return this.#holdup;
  }

  /** The reason for which an earlier stage was entered again, until that stage is held up itself or left. */
  get cameBack(): string | undefined {
    return this.#cameBack;
  }

  /** How often a stage has been entered. */
  visits(stage: string): number {
    return this.#visits.get(stage) ?? 0;
  }

  /** Milliseconds that a stage took when it was in for the last time; undefined before it has been left. */
  tookMs(stage: string): number | undefined {
    return this.#took.get(stage);
  }

  /** Takes news in; false for those that are about no stage. */
  hear(news: ExecutionNews, nowMs: number): boolean {
    if (!this.stages.includes(news.stage)) return false;
    this.#newestAt = news.at.getTime();
    this.#heardAt = nowMs;
    if (news.kind === 'entered') this.#enter(news.stage);
    else this.#hold(news.stage, news.error, news.message);
    return true;
  }

  /** Milliseconds since the stage was entered, by the clock of Step Functions up to its last news, then by this machine's. */
  elapsedMs(nowMs: number): number {
    return this.#newestAt - this.#enteredAt + Math.max(0, nowMs - this.#heardAt);
  }

  #enter(stage: string): void {
    const isBack = this.#stage !== undefined && this.stages.indexOf(stage) < this.stages.indexOf(this.#stage);
    if (this.#stage !== undefined) this.#took.set(this.#stage, this.#newestAt - this.#enteredAt);
    this.#cameBack = isBack ? `back from ${this.#stage ?? ''}: ${this.#holdup?.reason ?? ''}` : undefined;
    this.#stage = stage;
    this.#visits.set(stage, this.visits(stage) + 1);
    this.#holdup = undefined;
    this.#enteredAt = this.#newestAt;
  }

  #hold(stage: string, error: string, message: string): void {
    const reason = message.replace(/^Org .*?\([0-9a-f-]{36}\): /, '');
    const { tries = 0, reason: before } = this.#holdup ?? {};
    this.#holdup = { kind: kindOf(stage, error), tries: tries + 1, error, reason, isSame: before === reason };
    this.#cameBack = undefined;
  }
}

function kindOf(name: string, error: string): Holdup['kind'] {
  const stage = TASK_STAGES.find((each) => each === name);
  if (stage === undefined || !isRetriedOrCaught(stage, error)) return 'fails';
  if (isCaught(stage, error)) return 'goes back';
  // A poll is a retry whose pauses stop growing.
  const isPoll = retryRules(stage).some((rule) => rule.maxDelaySeconds !== undefined && rule.errors.includes(error));
  return isPoll ? 'waits' : 'retries';
}

function isCaught(stage: TaskStage, error: string): boolean {
  const caught: Partial<Record<TaskStage, string>> = CAUGHT;
  return caught[stage] === error;
}

/** Says that a stage was entered before; nothing at its first time. */
export function again(visits: number): string {
  return visits < 2 ? '' : ` (entered ${visits} times)`;
}
