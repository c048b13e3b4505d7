import * as z from 'zod/mini';
import { StateFolderInUseError } from '../../local/aws/world-lock.ts';
import { UsageError } from './usage-error.ts';
import { awsMistake } from '../place/aws-mistake.ts';
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

/** Puts any failure into words; one that nobody foresaw shows where it was thrown. */
export function toldFailure(error: unknown): ToldFailure {
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
