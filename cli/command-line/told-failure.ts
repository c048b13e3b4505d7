import * as z from 'zod/mini';
import { StateFolderInUseError } from '../../local/aws/world-lock.ts';
import { UsageError } from './usage-error.ts';
import { awsMistake, isDenied, isUnreachable } from '../place/aws-mistake.ts';
import { CommandError } from './command-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { StackMissingError } from '../place/stack-parts.ts';

/** What every command with `--json` answers instead of its own answer when it fails. */
export const ErrorOutput = z.strictObject({
  error: z.strictObject({
    exitCode: z
      .literal(Object.values(EXIT))
      .check(z.describe('what the command ends with; docs/cli.md says what each code means')),
    message: z.string().check(z.describe('what went wrong: one plain sentence')),
    next: z.string().check(z.describe('what to do')),
    detail: z.optional(z.string().check(z.describe('where more is to be seen, or what was said'))),
  }),
});

/** A failure as people and programs are told of it. */
export type ToldFailure = Omit<z.infer<typeof ErrorOutput>['error'], 'detail'> & { detail?: string };

/**
 * Puts any failure into words; one that nobody foresaw shows where it was thrown. Of so many changes begun before it, one that
 * was refused for want of rights has done nothing; after any other, nobody may say that nothing was done.
 */
export function toldFailure(error: unknown, begins = 0, isOnLaptop = false): ToldFailure {
  if (isOnLaptop && isUnreachable(error)) return WORLD_GONE;
  const told = inWords(error);
  const isDone = begins - (isDenied(error) ? 1 : 0) > 0;
  if (!isDone || told.exitCode !== EXIT.surroundings) return told;
  const next = `${told.next} What was begun goes on where it can: lab-sms status shows it.`;
  return { ...told, exitCode: EXIT.failed, next };
}

/** What a command on this machine comes to when its local world ends meanwhile. */
const WORLD_GONE: ToldFailure = {
  exitCode: EXIT.failed,
  message: 'the local world has ended meanwhile.',
  next: 'lab-sms status starts it again. What was running is ABORTED then; lab-sms redrive goes on with it.',
};

function inWords(error: unknown): ToldFailure {
  if (error instanceof CommandError) {
    const { exitCode, message, next, detail } = error;
    return { exitCode, message, next, ...(detail === undefined ? {} : { detail }) };
  }
  if (error instanceof StackMissingError) return inTwo(error.message, EXIT.surroundings);
  if (error instanceof UsageError) return inTwo(error.message, EXIT.usage);
  if (error instanceof StateFolderInUseError) return inTwo(error.message, EXIT.surroundings);
  const mistake = awsMistake(error);
  if (mistake !== undefined) {
    const [means = '', said = ''] = mistake.split('\n');
    return { ...inTwo(means, EXIT.surroundings), detail: said.trim() };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    exitCode: EXIT.failed,
    message: `something went wrong that lab-sms did not foresee: ${message}`,
    next: 'Please report it with the lines below.',
    ...(stack === undefined ? {} : { detail: stack }),
  };
}

/** The first sentence, and what to do. */
function inTwo(text: string, exitCode: ExitCode): ToldFailure {
  const match = /^([\s\S]*?[.:;])\s+([\s\S]*)$/.exec(text);
  return {
    exitCode,
    message: match?.[1]?.replace(/[.:;]$/, '.') ?? text,
    next: match?.[2] ?? 'Mend it and run the command again.',
  };
}
