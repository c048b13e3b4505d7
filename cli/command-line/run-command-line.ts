import { join } from 'node:path';
import process from 'node:process';
import { CommanderError } from 'commander';
import type { CommandContext } from './command.ts';
import { CommandError } from './command-error.ts';
import type { CalledCommand, CommandLine, GlobalOptions } from './command-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Place } from '../place/place.ts';
import type { ToldFailure } from './told-failure.ts';
import { isDrawable, isInteractive } from '../screen/terminal.ts';

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
  if (error.code !== 'EPIPE') throw error;
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
  process.stderr.write(`lab-sms: ${message}\n  ${next}\n${where}${hint}`);
}

async function runCalled(called: CalledCommand, openPlace: OpenPlace): Promise<ExitCode> {
  const { facts, input, globals } = called;
  const isJson = globals.json === true;
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  // What is followed for nobody to see is let go of.
  process.stdout.on('error', interrupt);
  let opened: Promise<Place> | undefined;
  const say = (text: string): void => {
    (isJson ? process.stderr : process.stdout).write(`${text}\n`);
  };
  let begins = 0;
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
      if (begins === 0 && interruption.signal.aborted) throw interruptedEarly();
      begins++;
    },
    interrupted: interruption.signal,
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
    const told = toldFailure(error, begins);
    tell(told, isJson, hintOf(globals, told.next));
    return told.exitCode;
  } finally {
    process.off('SIGINT', interrupt);
    await (await opened?.catch(() => undefined))?.close();
  }
}

/** Texts name commands as they are on this machine; elsewhere it is said once what each of them needs. */
function hintOf({ stack, state }: GlobalOptions, text: string): string {
  if (!/\blab-sms [a-z]/.test(text) || (stack === undefined && state === undefined)) return '';
  return `  (add ${stack === undefined ? `--state ${state ?? ''}` : `--stack ${stack}`} to lab-sms commands)\n`;
}

function interruptedEarly(): CommandError {
  return new CommandError('you pressed Ctrl-C before anything was begun.', 'Nothing was changed.', {
    exitCode: EXIT.detached,
  });
}

async function placeOf({ globals: { stack, state } }: CalledCommand, say: (text: string) => void): Promise<Place> {
  if (stack !== undefined) {
    const { deployedStack } = await import('../place/deployed-stack.ts');
    return deployedStack(stack);
  }
  const { laptopPlace } = await import('../place/laptop-place.ts');
  return laptopPlace(root, state, say);
}
