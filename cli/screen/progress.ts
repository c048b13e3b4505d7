import { liveProgress } from './live-progress.ts';
import { plainProgress, type Progress } from './plain-progress.ts';

/** Where progress is shown: lines are said, unless they can be drawn. */
export interface Screen {
  isDrawable: boolean;
  say(line: string): void;
}

/** Live in a terminal, plain lines elsewhere. */
export function progressOf(title: string, stages: readonly string[], screen: Screen): Progress {
  return screen.isDrawable
    ? liveProgress(title, stages)
    : plainProgress(title, stages, (line) => {
        screen.say(line);
      });
}
