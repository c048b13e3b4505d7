import process from 'node:process';
import {
  Listr,
  ListrDefaultRendererLogLevels,
  ListrTaskState,
  figures,
  type DefaultRenderer,
  type ListrTask,
  type ListrTaskWrapper,
  type SimpleRenderer,
} from 'listr2';
import pc from 'picocolors';
import { duration } from './duration.ts';
import type { Progress } from './plain-progress.ts';
import { StageWatch, again, type Holdup } from './stage-watch.ts';
import { LINE_WIDTH, printable } from './wrapped.ts';

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;
type Ending = 'done' | 'goes on';

/** A stage on the screen. */
interface Row {
  stage: string;
  task: Task | undefined;
  gate: PromiseWithResolvers<unknown>;
}

/** listr2 marks a whole that failed in a part as if it went on. */
const FAILED_AS_A_WHOLE = { [ListrDefaultRendererLogLevels.FAILED_WITH_FAILED_SUBTASKS]: figures.cross };

const TICK_MS = 1000;
/** What a reason is pushed in by in each of its lines, marks included. */
const INDENT = 8;
const MOST_LINES = 3;

/** The stages of an execution in a terminal, redrawn as it goes on: done, under way with what holds it up, still to come. */
export function liveProgress(title: string, stages: readonly string[]): Progress {
  const watch = new StageWatch(stages);
  const rows = stages.map((stage): Row => ({ stage, task: undefined, gate: Promise.withResolvers() }));
  for (const { gate } of rows) gate.promise.catch(() => undefined);
  let whole: Task | undefined;
  let ending: Ending | undefined;
  const show = (): void => {
    for (const row of rows) showRow(row, watch, ending);
  };
  const list = new Listr(
    [
      {
        title: printable(title),
        task: (_context, parent) => {
          whole = parent;
          // All at once, because their states are set from here: a stage can be entered again after a later one.
          return parent.newListr(
            rows.map((row) => taskOf(row, show)),
            { concurrent: true },
          );
        },
      },
    ],
    {
      // Ctrl-C lets go of the execution; listr2 would end the process.
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, collapseErrors: false, icon: FAILED_AS_A_WHOLE },
    },
  );
  const shown = list.run().catch(() => undefined);
  const ticker = setInterval(show, TICK_MS);
  const finish = async (as: Ending | undefined): Promise<void> => {
    clearInterval(ticker);
    ending = as;
    show();
    for (const { gate } of rows) gate.resolve(undefined);
    await shown;
  };

  return {
    tell(news) {
      if (watch.hear(news, Date.now())) show();
    },
    end(failure) {
      if (failure === undefined) return finish('done');
      const failed = rows.find(({ stage }) => stage === watch.stage) ?? rows[0];
      failed?.gate.reject(new Error(failure));
      return finish(undefined);
    },
    letGo() {
      if (whole !== undefined) whole.task.state$ = ListrTaskState.SKIPPED;
      return finish('goes on');
    },
  };
}

function taskOf(row: Row, show: () => void): ListrTask<unknown, typeof DefaultRenderer, typeof SimpleRenderer> {
  return {
    title: row.stage,
    task: async (_context, task) => {
      row.task = task;
      show();
      await row.gate.promise;
    },
  };
}

function showRow({ stage, task }: Row, watch: StageWatch, ending: Ending | undefined): void {
  if (task === undefined) return;
  const now = Date.now();
  const state = stateOf(stage, watch, ending);
  const tookMs = stage === watch.stage ? watch.elapsedMs(now) : watch.tookMs(stage);
  const took = state !== ListrTaskState.COMPLETED || tookMs === undefined ? '' : pc.dim(` ${duration(tookMs)}`);
  const goesOn = state === ListrTaskState.SKIPPED ? ' goes on' : '';
  const title = `${stage}${again(watch.visits(stage))}${goesOn}${took}`;
  if (task.title !== title) task.title = title;
  if (task.task.state !== state) task.task.state$ = state;
  if (state === ListrTaskState.STARTED) task.output = underWay(watch, now);
}

function stateOf(stage: string, watch: StageWatch, ending: Ending | undefined): ListrTaskState {
  const { stages, stage: current } = watch;
  const ahead = stages.indexOf(stage) - stages.indexOf(current ?? '');
  if (current === undefined || ahead > 0) return ListrTaskState.WAITING;
  if (ahead < 0 || ending === 'done') return ListrTaskState.COMPLETED;
  return ending === 'goes on' ? ListrTaskState.SKIPPED : ListrTaskState.STARTED;
}

/** What holds the stage up and how long it has taken so far, in no more than a few lines of this terminal. */
function underWay(watch: StageWatch, nowMs: number): string {
  const { holdup, cameBack } = watch;
  const elapsedMs = watch.elapsedMs(nowMs);
  const text = holdup === undefined ? cameBack : `${HELD_UP[holdup.kind](holdup, soFar(elapsedMs))}: ${holdup.reason}`;
  return cut(printable(text ?? (elapsedMs < TICK_MS ? '' : soFar(elapsedMs))).replaceAll('\n', ' '));
}

const HELD_UP: Record<Holdup['kind'], (holdup: Holdup, time: string) => string> = {
  waits: ({ tries }, time) => `waiting ${time}, try ${tries}`,
  retries: ({ tries, error }, time) => `trying again, ${time}, try ${tries} failed (${error})`,
  'goes back': ({ error }) => `going back (${error})`,
  fails: ({ error }) => `failed (${error})`,
};

/** Whole seconds: tenths would flicker. */
function soFar(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : duration(ms);
}

function cut(text: string): string {
  const columns = Math.max(20, (process.stdout.columns || LINE_WIDTH) - INDENT);
  const room = columns * MOST_LINES;
  return text.length <= room ? text : `${text.slice(0, room - columns / 4)}…`;
}
