import process from 'node:process';
import { KEY, Terminal } from '../../../support/terminal.ts';

const ROWS = 40;

/** What a person sees of a command that has ended. */
export interface SeenCommand {
  exitCode: number;
  /** Everything on the screen and above it, as text; what the terminal had to break is one line again. */
  screen: string;
}

/** Where it runs and what the person types, a line for each question. */
export interface TerminalSurroundings {
  folder: string;
  answers: readonly string[];
}

/** Runs a program under this Node in a pseudo-terminal of 80 columns, answers what it asks, and reads the screen at its end. */
export async function commandInTerminal(
  args: readonly string[],
  { folder, answers }: TerminalSurroundings,
): Promise<SeenCommand> {
  const terminal = Terminal.run(args, { folder, rows: ROWS, env: environment() });
  const left = [...answers];
  let asked: string | undefined;
  const isAsking = (): boolean => ![undefined, asked].includes(questionOf(terminal));
  while (await terminal.comesTo(isAsking)) {
    asked = questionOf(terminal);
    const text = left.shift();
    if (text === undefined) {
      // Nobody is there to type: the command shall end, and the screen shows what it asked.
      terminal.close();
      break;
    }
    terminal.type(text + KEY.enter);
  }
  return { exitCode: await terminal.ended(), screen: terminal.unbroken().join('\n') };
}

/** The question that was asked last, up to its colon: what follows is what has been typed, or a hint. */
function questionOf(terminal: Terminal): string | undefined {
  return terminal
    .unbroken()
    .findLast((line) => line.startsWith('? '))
    ?.split(':')[0];
}

/** A person's own, in which nothing takes the colours from a terminal or gives AWS credentials. */
function environment(): NodeJS.ProcessEnv {
  const strange = /^(AWS_|CI$|NO_COLOR$|FORCE_COLOR$|JEST_|NODE_ENV$|NODE_OPTIONS$|TERM$|COLORTERM$)/;
  const kept = Object.entries(process.env).filter(([name]) => !strange.test(name));
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8' };
}
