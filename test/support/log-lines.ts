import { FilterLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LogLineSchema } from '../../src/workflow/log-lines.ts';
import { STAGE_LOG_GROUP_NAME } from '../../src/workflow/names.ts';

/** Lambda's own word on a process that has died, which stands beside our lines. */
const LAMBDAS_OWN = /^RequestId: \S+ Error: /;

/** What is wrong with lines that the stages wrote, each with its reason; nothing where all are as the schema says. */
export function wrongLogLines(lines: readonly string[]): string[] {
  return lines.flatMap((text) => {
    if (LAMBDAS_OWN.test(text)) return [];
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch {
      return [`not JSON: ${text}`];
    }
    const result = LogLineSchema.safeParse(line);
    if (result.success) return [];
    return [`${JSON.stringify(result.error.issues)}: ${text}`];
  });
}

/** Everything that the stages have logged in a world. */
export async function loggedLines(logs: CloudWatchLogsClient): Promise<string[]> {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: STAGE_LOG_GROUP_NAME, nextToken }));
    lines.push(...(page.events ?? []).map(({ message = '' }) => message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}
