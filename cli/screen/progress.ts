import process from 'node:process';
import { liveProgress } from './live-progress.ts';
import { plainProgress, type Progress } from './plain-progress.ts';
import { isDrawable } from './terminal.ts';

/** Where progress is shown: lines are said, unless they can be drawn. */
export interface Screen {
  isDrawable: boolean;
  say(line: string): void;
}

const STDOUT: Screen = {
  isDrawable: isDrawable(),
  say: (line) => process.stdout.write(`${line}\n`),
};

/** Live in a terminal, plain lines elsewhere. */
export function progressOf(title: string, stages: readonly string[], screen: Screen = STDOUT): Progress {
  return screen.isDrawable
    ? liveProgress(title, stages)
    : plainProgress(title, stages, (line) => {
        screen.say(line);
      });
}
