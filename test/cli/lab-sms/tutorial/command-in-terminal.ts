import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import * as xterm from '@xterm/headless';

// Node sees a CommonJS package's names behind its default only; jest's transform has no default of it.
const { Terminal } = (xterm as { default?: typeof xterm }).default ?? xterm;

const COLUMNS = 80;
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
export function commandInTerminal(
  args: readonly string[],
  { folder, answers }: TerminalSurroundings,
): Promise<SeenCommand> {
  const screen = new Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 2000, allowProposedApi: true });
  const pty = spawn(process.execPath, [...args], {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows: ROWS,
    cwd: folder,
    env: environment(),
  });
  const left = [...answers];
  const answered: string[] = [];
  const answer = (): void => {
    // Up to its colon: what follows is what has been typed, or a hint.
    const [question] =
      linesOf(screen)
        .findLast((line) => line.startsWith('? '))
        ?.split(':') ?? [];
    if (question === undefined || answered.includes(question)) return;
    const text = left.shift();
    if (text === undefined) {
      // Nobody is there to type: the command shall end, and the screen shows what it asked.
      pty.kill();
      return;
    }
    answered.push(question);
    pty.write(`${text}\r`);
  };
  // What a program asks a terminal, such as where its cursor is, gets its answer.
  screen.onData((told) => {
    pty.write(told);
  });
  pty.onData((text) => {
    screen.write(text, answer);
  });
  return new Promise((resolve) => {
    pty.onExit(({ exitCode }) => {
      // Writes are done in their order, so that after this one everything is on the screen.
      screen.write('', () => {
        resolve({ exitCode, screen: linesOf(screen).join('\n') });
      });
    });
  });
}

/** A person's own, in which nothing takes the colours from a terminal or gives AWS credentials. */
function environment(): NodeJS.ProcessEnv {
  const strange = /^(AWS_|CI$|NO_COLOR$|FORCE_COLOR$|JEST_|NODE_ENV$|NODE_OPTIONS$|TERM$|COLORTERM$)/;
  const kept = Object.entries(process.env).filter(([name]) => !strange.test(name));
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8' };
}

function linesOf({ buffer }: xterm.Terminal): string[] {
  const lines: string[] = [];
  for (let index = 0; index < buffer.active.length; index++) {
    const row = buffer.active.getLine(index);
    const text = row?.translateToString(false) ?? '';
    if (row?.isWrapped === true) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  const trimmed = lines.map((line) => line.trimEnd());
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed;
}
