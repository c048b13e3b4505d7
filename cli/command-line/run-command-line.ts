import { join } from 'node:path';
import process from 'node:process';
import { CommanderError } from 'commander';
import type { CommandContext } from './command.ts';
import type { CalledCommand, CommandLine, GlobalOptions } from './command-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Place } from '../place/place.ts';
import type { ToldFailure } from './told-failure.ts';
import { isDrawable, isInteractive } from '../screen/terminal.ts';
import { printable } from '../screen/wrapped.ts';

const root = join(import.meta.dirname, '../..');

/** Opens the place where the stack is; `say` tells what takes a while. */
export type OpenPlace = (called: CalledCommand, say: (text: string) => void) => Promise<Place>;

/** Runs a command line to its exit code. stdout holds the answer and nothing else where it is JSON. */
export async function runCommandLine(
  commandLine: CommandLine,
  argv: readonly string[],
  openPlace: OpenPlace = placeOf,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = commandLine(async (command) => {
    exitCode = await runCalled(command, openPlace);
  });
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessNobodyReads);
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    // Without a command, the help has been shown.
    if (error.code !== 'commander.help') tell(toldMistake(error.message), argv.includes('--json'));
    return EXIT.usage;
  }
}

/** Whoever read has gone, as `head` does: what is still written is for nobody, and no failure. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(
    `lab-sms: stdout can't be written (${error.code ?? 'unknown'}).\n  Send it elsewhere. What was begun goes on: lab-sms status shows it.\n`,
  );
  process.exit(EXIT.failed);
}

/** What commander says of a command line, as other failures are told: `error: unknown option '--x'`, with a guess below it. */
function toldMistake(said: string): ToldFailure {
  const [first = '', ...guess] = said.replace(/^error: /, '').split('\n');
  const next = [...guess.map((line) => line.replace(/^\(|\)$/g, '')), '--help shows what there is.'].join(' ');
  return { exitCode: EXIT.usage, message: `${first.replace(/\.$/, '')}.`, next };
}

function tell(told: ToldFailure, isJson: boolean, hint = ''): void {
  if (isJson) process.stdout.write(`${JSON.stringify({ error: told }, undefined, 2)}\n`);
  const { message, next, detail } = told;
  const where = detail === undefined ? '' : `  Detail: ${detail}\n`;
  process.stderr.write(printable(`lab-sms: ${message}\n  ${next}\n${where}${hint}`));
}

async function runCalled(called: CalledCommand, openPlace: OpenPlace): Promise<ExitCode> {
  const { facts, input, globals } = called;
  const isJson = globals.json === true;
  const interruption = new AbortController();
  let isHeard = false;
  let begins = 0;
  const interrupt = (): void => {
    if (isHeard && !interruption.signal.aborted) {
      interruption.abort();
      return;
    }
    // The terminal has just shown ^C.
    if (isInteractive()) process.stderr.write('\n');
    tell(begins === 0 ? NOTHING_BEGUN : LET_GO, isJson);
    process.exit(EXIT.detached);
  };
  process.on('SIGINT', interrupt);
  // What is followed for nobody to see is let go of.
  process.stdout.on('error', () => {
    interruption.abort();
  });
  let opened: Promise<Place> | undefined;
  const say = (text: string): void => {
    (isJson ? process.stderr : process.stdout).write(`${printable(text)}\n`);
  };
  const context: CommandContext = {
    root,
    stackName: globals.stack,
    stateFolder: globals.state,
    place: () => (opened ??= openPlace(called, say)),
    say,
    isJson,
    isInteractive: isInteractive() && !isJson,
    isDrawable: isDrawable() && !isJson,
    begin: () => {
      begins++;
    },
    hearInterruption: () => {
      isHeard = true;
      return interruption.signal;
    },
  };
  try {
    const command = await facts.load();
    const { json, text, exitCode = EXIT.done } = await command.run(context, input);
    if (isJson) process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
    else if (text !== '') process.stdout.write(`${text}\n${hintOf(globals, text)}`);
    return exitCode;
  } catch (error) {
    // Loaded only now, as everything is that a command which shows its help does without.
    const { toldFailure } = await import('./told-failure.ts');
    const told = toldFailure(error, begins, globals.stack === undefined);
    tell(told, isJson, hintOf(globals, told.next));
    return told.exitCode;
  } finally {
    process.off('SIGINT', interrupt);
    await (await opened?.catch(() => undefined))?.close();
  }
}

/** Texts name commands as they are on this machine; for a stack it is said once what each of them needs. */
function hintOf({ stack }: GlobalOptions, text: string): string {
  return stack === undefined || !/\blab-sms [a-z]/.test(text) ? '' : `  (add --stack ${stack} to lab-sms commands)\n`;
}

/** What Ctrl-C comes to where nothing is followed that could be let go of. */
const NOTHING_BEGUN: ToldFailure = {
  exitCode: EXIT.detached,
  message: 'you pressed Ctrl-C before anything was begun.',
  next: 'Nothing was changed.',
};
const LET_GO: ToldFailure = {
  exitCode: EXIT.detached,
  message: 'let go at Ctrl-C; what was begun goes on.',
  next: 'lab-sms status shows it.',
};

async function placeOf({ globals: { stack, state } }: CalledCommand, say: (text: string) => void): Promise<Place> {
  if (stack !== undefined) {
    const { deployedStack } = await import('../place/deployed-stack.ts');
    return deployedStack(stack);
  }
  const { laptopPlace } = await import('../place/laptop-place.ts');
  return laptopPlace(root, state, say);
}
