import process from 'node:process';
import { StateFolderInUseError } from '../../local/aws/world-lock.ts';
import { UsageError } from './usage-error.ts';
import { awsMistake } from '../place/aws-mistake.ts';

/** Runs a command to its exit code; what the person can mend is one plain message and exit code 2. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const message = mistake(error);
    process.stderr.write(`lab-sms: ${message ?? String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = message === undefined ? 1 : 2;
  }
}

/** What the person at the keyboard can mend, in one message; undefined for a fault of ours, which needs its stack. */
function mistake(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof StateFolderInUseError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port ?? ''} is taken by another program: give another with --port, or none.`;
  if (code === 'EACCES' && port !== undefined) return `port ${port} needs rights you don't have: give one above 1023.`;
  return awsMistake(error);
}
