import type { ExitCode } from './exit-codes.ts';
import type { Place } from '../place/place.ts';

/** What every command works with. */
export interface CommandContext {
  /** The project's folder. */
  root: string;
  /** Opens the place where the stack is, once; it is closed when the command ends. */
  place(): Promise<Place>;
  /** The stack of `--stack`; undefined for this machine. */
  stackName: string | undefined;
  /** The folder of `--state`, where the local world keeps everything. */
  stateFolder: string | undefined;
  /** Tells what goes on while it goes on: on stdout for people, on stderr where stdout is kept for JSON. */
  say(text: string): void;
  /** Whether the answer is to be JSON. */
  isJson: boolean;
  /** Whether a person can be asked: stdin and the terminal are there. */
  isInteractive: boolean;
  /** Whether stdout is a terminal in colour that can be drawn on. */
  isDrawable: boolean;
  /** Comes before each call that changes something. From then on no failure says that nothing was done. */
  begin(): void;
  /**
   * From this call on Ctrl-C only aborts the signal, and the command lets go of what it follows and says how to come back; a
   * second one, and one before this call, end the command at once.
   */
  hearInterruption(): AbortSignal;
}

/** What the command line holds beside the global options. */
export interface CommandInput {
  arguments: readonly string[];
  /** By the option's long name in camel case. */
  options: Readonly<Record<string, string | boolean | undefined>>;
}

/** What a command comes to. */
export interface CommandResult {
  /** 0 unless given. */
  exitCode?: ExitCode;
  /** For `--json`: as the command's schema says. */
  json: object;
  /** For people; printed with a line's end. Empty where everything was said already. */
  text: string;
}

/** The code of a command, loaded when it is called. */
export interface CommandModule {
  run(context: CommandContext, input: CommandInput): Promise<CommandResult>;
}

/** One command as its help shows it. */
export interface CommandFacts {
  name: string;
  /** One line. */
  summary: string;
  /** Such as `<org>` or `[org]`, each with what it is. */
  arguments: readonly (readonly [name: string, says: string])[];
  /** Such as `--wait` or `--file <file>`, each with what it does. */
  options: readonly (readonly [flags: string, says: string])[];
  /** A command line that works, and what it does. */
  example: readonly [line: string, does: string];
  load(): Promise<CommandModule>;
}
