import process from 'node:process';
import { Listr, PRESET_TIMER, type ListrTaskWrapper, type DefaultRenderer, type SimpleRenderer } from 'listr2';
import type { ExecutionNews } from '../runs/follow-execution.ts';

/** Shows people where an execution is: which stage, what it waits for, how long. */
export interface Progress {
  tell(news: ExecutionNews): void;
  /** The execution has ended; resolves when everything is on the screen. */
  end(failure: string | undefined): Promise<void>;
  /** The execution goes on, and nobody looks on any more. */
  letGo(): Promise<void>;
}

/** Where progress is shown: lines are said, unless they can be drawn. */
export interface Screen {
  isDrawable: boolean;
  say(line: string): void;
}

const STDOUT: Screen = {
  isDrawable: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  say: (line) => process.stdout.write(`${line}\n`),
};

/** Live in a terminal, plain lines elsewhere. */
export function progressOf(title: string, stages: readonly string[], screen: Screen = STDOUT): Progress {
  return screen.isDrawable ? liveProgress(title, stages) : plainProgress(title, stages, screen);
}

/** What is waited for: the message without the org that the reader knows anyway. */
function reason(message: string): string {
  return message.replace(/^Org .*?\([0-9a-f-]{36}\): /, '');
}

function plainProgress(title: string, stages: readonly string[], screen: Screen): Progress {
  const line = (text: string): void => {
    screen.say(text);
  };
  line(title);
  let enteredAt = new Date();
  return {
    tell(news) {
      if (!stages.includes(news.stage)) return;
      if (news.kind === 'entered') {
        enteredAt = news.at;
        line(`  ${news.stage}`);
      } else {
        const seconds = ((news.at.getTime() - enteredAt.getTime()) / 1000).toFixed(1);
        line(`    after ${seconds} s: ${reason(news.message)}`);
      }
    },
    end(failure) {
      line(failure === undefined ? '  done' : `  failed: ${failure}`);
      return Promise.resolve();
    },
    letGo() {
      line('  goes on');
      return Promise.resolve();
    },
  };
}

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

const TICK_MS = 1000;

function liveProgress(title: string, stages: readonly string[]): Progress {
  const gates = stages.map(() => Promise.withResolvers<'goes on' | undefined>());
  for (const gate of gates) gate.promise.catch(() => undefined);
  const tasks: (Task | undefined)[] = [];
  let current = -1;
  let waiting: { since: number; message: string } | undefined;

  const show = (): void => {
    const task = tasks[Math.max(current, 0)];
    if (task === undefined || waiting === undefined) return;
    task.output = `waiting ${Math.round((Date.now() - waiting.since) / 1000)} s: ${waiting.message}`;
  };
  const ticker = setInterval(show, TICK_MS);

  const list = new Listr(
    [
      {
        title,
        task: (_context, parent) =>
          parent.newListr(
            stages.map((stage, index) => ({
              title: stage,
              task: async (_inner: unknown, task: Task) => {
                tasks[index] = task;
                if ((await gates[index]?.promise) === 'goes on') task.skip();
              },
            })),
            { rendererOptions: { collapseSubtasks: false } },
          ),
      },
    ],
    { exitOnError: true, rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, collapseErrors: false } },
  );
  const shown = list.run().catch(() => undefined);

  return {
    tell(news) {
      if (news.kind === 'failed once') {
        waiting = { since: waiting?.since ?? Date.now(), message: reason(news.message) };
        show();
        return;
      }
      const entered = stages.indexOf(news.stage);
      waiting = undefined;
      if (entered <= current) return;
      // Stages before the one just entered are done, whatever way led back and forth between them.
      for (const gate of gates.slice(0, entered)) gate.resolve(undefined);
      current = entered;
    },
    async end(failure) {
      clearInterval(ticker);
      if (failure === undefined) for (const gate of gates) gate.resolve(undefined);
      else gates[Math.max(current, 0)]?.reject(new Error(failure));
      await shown;
    },
    async letGo() {
      clearInterval(ticker);
      for (const gate of gates) gate.resolve('goes on');
      await shown;
    },
  };
}
