import type { ExecutionNews } from '../runs/follow-execution.ts';
import { duration } from './duration.ts';
import { StageWatch, again, type Holdup } from './stage-watch.ts';
import { wrapped } from './wrapped.ts';

/** Shows people where an execution is: which stage, what it waits for, how long. */
export interface Progress {
  tell(news: ExecutionNews): void;
  /** The execution has ended; resolves when everything is on the screen. */
  end(failure: string | undefined): Promise<void>;
  /** The execution goes on, and nobody looks on any more. */
  letGo(): Promise<void>;
}

/** Progress in lines that stay, for what is no terminal: each try of a stage with its reason, so that a log tells all. */
export function plainProgress(title: string, stages: readonly string[], say: (line: string) => void): Progress {
  const watch = new StageWatch(stages);
  const line = (text: string, indent: string): void => {
    say(wrapped(`${indent}${text}`, `${indent}  `));
  };
  line(title, '');
  return {
    tell(news) {
      const now = Date.now();
      if (!watch.hear(news, now)) return;
      const { holdup } = watch;
      if (holdup !== undefined) line(`after ${duration(watch.elapsedMs(now))}, ${holdupText(holdup)}`, '    ');
      else line(`${news.stage}${again(watch.visits(news.stage))}`, '  ');
    },
    end(failure) {
      line(failure === undefined ? 'done' : `failed: ${failure}`, '  ');
      return Promise.resolve();
    },
    letGo() {
      line('goes on', '  ');
      return Promise.resolve();
    },
  };
}

const SAID: Record<Holdup['kind'], (holdup: Holdup) => string> = {
  waits: ({ tries }) => `try ${tries}, waiting`,
  retries: ({ tries, error }) => `try ${tries} failed (${error})`,
  'goes back': ({ error }) => `going back (${error})`,
  fails: ({ error }) => `failed (${error})`,
};

function holdupText(holdup: Holdup): string {
  return `${SAID[holdup.kind](holdup)}: ${holdup.isSame ? 'the same' : holdup.reason}`;
}
