import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { spawn, type IPty } from '@lydell/node-pty';
import type * as xterm from '@xterm/headless';
import { PROJECT } from './run-node.ts';

// CommonJS whose names neither a default nor a named import finds both in tests and in scripts.
const { Terminal: Emulator } = createRequire(join(PROJECT, 'package.json'))('@xterm/headless') as typeof xterm;

/** Keys as a terminal sends them. */
export const KEY = {
  enter: '\r',
  ctrlC: String.fromCharCode(3),
  ctrlD: String.fromCharCode(4),
  ctrlU: String.fromCharCode(21),
  down: `${String.fromCharCode(27)}[B`,
} as const;

/** How the terminal is and what the program finds in its environment. */
export interface TerminalOptions {
  env?: NodeJS.ProcessEnv;
  columns?: number;
  rows?: number;
  /** Where the program runs; the project's folder unless given. */
  folder?: string;
}

/** Neighbouring cells of one look; the colour is one of the terminal's first 16, or undefined for its own. */
export interface Span {
  text: string;
  colour: number | undefined;
  isBold: boolean;
  isDim: boolean;
}

const HIDE_CURSOR = `${String.fromCharCode(27)}[?25l`;
const SHOW_CURSOR = `${String.fromCharCode(27)}[?25h`;

/** A program of the project under a real pseudo-terminal, and the screen as a person sees it. */
export class Terminal {
  readonly #pty: IPty;
  readonly #screen: xterm.Terminal;
  readonly #events = new EventEmitter();
  readonly #drawing: Promise<void>[] = [];
  #printed = '';
  #exitCode: number | undefined;

  private constructor(pty: IPty, screen: xterm.Terminal) {
    this.#pty = pty;
    this.#screen = screen;
    // What a program asks a terminal, such as where its cursor is, gets its answer.
    screen.onData((answer) => {
      pty.write(answer);
    });
    pty.onData((text) => {
      this.#printed += text;
      this.#drawing.push(this.#draw(text));
    });
    pty.onExit(({ exitCode }) => {
      this.#exitCode = exitCode;
      this.#events.emit('changed');
    });
  }

  /** Starts a program under the Node that runs this one. */
  static run(args: readonly string[], options: TerminalOptions = {}): Terminal {
    const { env = process.env, columns = 80, rows = 24, folder = PROJECT } = options;
    const screen = new Emulator({ cols: columns, rows, allowProposedApi: true, scrollback: 2000 });
    const pty = spawn(process.execPath, [...args], {
      name: env.TERM ?? 'xterm-256color',
      cols: columns,
      rows,
      cwd: folder,
      // The library would set what is undefined to that word.
      env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    });
    return new Terminal(pty, screen);
  }

  /** Everything as it was printed, with what steers the terminal. */
  get printed(): string {
    return this.#printed;
  }

  /** Whether the cursor is left as it is found: shown. */
  get hasCursor(): boolean {
    return this.#printed.lastIndexOf(HIDE_CURSOR) <= this.#printed.lastIndexOf(SHOW_CURSOR);
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** What a person sees, and what they can scroll back to, without the empty rows below. */
  lines(): string[] {
    const lines = this.#rows().map((row) => row.translateToString(true).trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** The same with what the terminal had to break as one line again. */
  unbroken(): string[] {
    const lines: string[] = [];
    for (const row of this.#rows()) {
      const text = row.translateToString(false);
      lines.push(row.isWrapped ? `${lines.pop() ?? ''}${text}` : text);
    }
    const trimmed = lines.map((line) => line.trimEnd());
    while (trimmed.at(-1) === '') trimmed.pop();
    return trimmed;
  }

  /** The same with its colours. */
  spans(): Span[][] {
    const count = this.lines().length;
    return this.#rows()
      .slice(0, count)
      .map((row) => spansOf(row));
  }

  /** Resolves when the screen shows that; fails, showing the screen, when the program ends without. */
  async shows(text: string): Promise<void> {
    const isShown = await this.comesTo(() => this.lines().join('\n').includes(text));
    if (!isShown)
      throw new Error(`it ended with ${this.#exitCode ?? ''} and without "${text}":\n${this.lines().join('\n')}`);
  }

  /** Resolves when the screen comes to what is looked for, with true; with false when the program ends without. */
  async comesTo(isSeen: () => boolean): Promise<boolean> {
    while (!isSeen()) {
      if (this.#exitCode !== undefined) {
        await this.#drawn();
        return isSeen();
      }
      await once(this.#events, 'changed');
    }
    return true;
  }

  /** Resolves with the exit code when the program has ended and everything is on the screen. */
  async ended(): Promise<number> {
    while (this.#exitCode === undefined) await once(this.#events, 'changed');
    await this.#drawn();
    return this.#exitCode;
  }

  /** Ends the program if it still runs. */
  close(): void {
    if (this.#exitCode === undefined) this.#pty.kill('SIGKILL');
  }

  #rows(): xterm.IBufferLine[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: active.length }, (_, index) => active.getLine(index)).filter(
      (row) => row !== undefined,
    );
  }

  async #drawn(): Promise<void> {
    await Promise.all(this.#drawing);
  }

  #draw(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#screen.write(text, () => {
        this.#events.emit('changed');
        resolve();
      });
    });
  }
}

function spansOf(row: xterm.IBufferLine): Span[] {
  const spans: Span[] = [];
  for (let column = 0; column < row.length; column++) {
    const cell = row.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const text = cell.getChars() === '' ? ' ' : cell.getChars();
    const look = {
      colour: cell.isFgPalette() ? cell.getFgColor() : undefined,
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
    };
    const last = spans.at(-1);
    if (last?.colour === look.colour && last?.isBold === look.isBold && last.isDim === look.isDim) last.text += text;
    else spans.push({ text, ...look });
  }
  const end = spans.at(-1);
  if (end !== undefined) end.text = end.text.trimEnd();
  return spans.filter(({ text }) => text !== '');
}
