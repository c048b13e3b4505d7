import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type * as z from 'zod/mini';
import { LogLineSchema } from '../../src/workflow/log-lines.ts';
import type { Place } from '../place/place.ts';

/** A line of the stages' log. */
export type LogLine = z.infer<typeof LogLineSchema>;

/**
 * The lines that a filter pattern of CloudWatch Logs matches, oldest first by our own timestamp: those of different streams
 * come in any order. What is no line of ours is left out. Without `since` (milliseconds) all that the log has kept.
 */
export async function readLog(place: Place, filterPattern: string, since: number | undefined): Promise<LogLine[]> {
  const { clients, parts } = place;
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await clients.logs.send(
      new FilterLogEventsCommand({
        logGroupName: parts.stageLogGroupName,
        filterPattern,
        nextToken,
        ...(since === undefined ? {} : { startTime: Math.max(0, since) }),
      }),
    );
    for (const { message = '' } of page.events ?? []) lines.push(...lineOf(message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

function lineOf(message: string): LogLine[] {
  try {
    const parsed = LogLineSchema.safeParse(JSON.parse(message));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
