import { StateFolderInUseError } from '../local/aws/world-lock.ts';
import { UsageError } from './arguments.ts';

/** What the person at the keyboard can mend, in one message; undefined for a fault of ours, which needs its stack. */
export function mistake(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof StateFolderInUseError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port ?? ''} is taken by another program: give another with --port, or none.`;
  if (code === 'EACCES' && port !== undefined) return `port ${port} needs rights you don't have: give one above 1023.`;
  return undefined;
}
