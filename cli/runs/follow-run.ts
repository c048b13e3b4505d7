import * as z from 'zod/mini';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
  STATE_MACHINE_NAMES,
} from '../../src/workflow/names.ts';
import { DECOMMISSIONING_STAGES, PROVISIONING_STAGES, VERIFICATION_STAGES } from '../../src/workflow/stages.ts';
import { machineNameIn } from '../../src/workflow/status-change.ts';
import type { CommandContext } from '../command-line/command.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { followExecution, type ExecutionEnd, type FollowOptions } from './follow-execution.ts';
import type { Place } from '../place/place.ts';
import { progressOf } from '../screen/progress.ts';

export type StateMachineName = (typeof STATE_MACHINE_NAMES)[number];

/** One run in a command's JSON. RUNNING: the command has let go of it, or did not follow it. */
export const RunOutput = z.strictObject({
  executionArn: z.string(),
  stateMachine: z.enum(STATE_MACHINE_NAMES),
  status: z.string(),
  error: z.nullable(z.string()),
  /** Why it failed and what to do. */
  message: z.nullable(z.string()),
  /** The stages that it came to while it was followed, in order. */
  stages: z.array(z.string()),
});

/** A run as far as it was followed. */
export interface FollowedRun {
  executionArn: string;
  stateMachine: StateMachineName;
  /** Undefined: let go of, and it goes on. */
  end: ExecutionEnd | undefined;
}

/** What the runs of each machine are called, and their stages. */
export const RUNS: Readonly<Record<StateMachineName, { title: string; stages: readonly string[] }>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: { title: 'Provisioning', stages: PROVISIONING_STAGES },
  [VERIFICATION_STATE_MACHINE_NAME]: { title: 'Verification', stages: VERIFICATION_STAGES },
  [DECOMMISSIONING_STATE_MACHINE_NAME]: { title: 'Decommissioning', stages: DECOMMISSIONING_STAGES },
};

/** The machine that an execution of ours belongs to. @throws Error for any other execution */
export function machineOf(executionArn: string): StateMachineName {
  const machine = STATE_MACHINE_NAMES.find((name) => name === machineNameIn(executionArn));
  if (machine === undefined) throw new Error(`${executionArn} is no execution of lab-sms`);
  return machine;
}

/** Follows a run to its end, showing where it is; Ctrl-C lets go of it, and it goes on. */
export async function followRun(
  context: CommandContext,
  { clients, pace }: Place,
  executionArn: string,
  { from, name }: { from?: FollowOptions['from']; name: string },
): Promise<FollowedRun> {
  const stateMachine = machineOf(executionArn);
  const { title, stages } = RUNS[stateMachine];
  const progress = progressOf(`${title} of ${name}`, stages, context);
  if (from !== undefined) progress.tell({ kind: 'entered', stage: from.stage, at: new Date() });
  const letGo = context.hearInterruption();
  try {
    const end = await followExecution(
      clients.stepFunctions,
      executionArn,
      (news) => {
        progress.tell(news);
      },
      pace,
      { letGo, ...(from === undefined ? {} : { from }) },
    );
    await progress.end(end.status === 'SUCCEEDED' ? undefined : `${end.status} ${end.error ?? ''}`.trim());
    return { executionArn, stateMachine, end };
  } catch (error) {
    await progress.letGo();
    if (!letGo.aborted) throw error;
    return { executionArn, stateMachine, end: undefined };
  }
}

/** The run for `--json`. */
export function runJson({ executionArn, stateMachine, end }: FollowedRun): z.infer<typeof RunOutput> {
  return {
    executionArn,
    stateMachine,
    status: end?.status ?? 'RUNNING',
    error: end?.error ?? null,
    message: end?.message ?? null,
    stages: end?.stages ?? [],
  };
}

/** What a followed run means for the exit code. */
export function exitCodeOf({ end }: FollowedRun): ExitCode {
  if (end === undefined) return EXIT.detached;
  return end.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
}
