import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOfCause } from '../../src/workflow/failure-cause.ts';
import { LAPTOP_PACE, Pauses, type Pace } from '../place/pace.ts';

/** Something that happened in an execution, in the order in which it happened. */
export type ExecutionNews =
  | { kind: 'entered'; stage: string; at: Date }
  | { kind: 'failed once'; stage: string; error: string; message: string; at: Date };

/** How an execution ended. */
export interface ExecutionEnd {
  status: string;
  error: string | undefined;
  message: string | undefined;
  output: unknown;
  stages: string[];
  stateTransitions: number;
}

/** Which part of an execution's history is followed, and until when. */
export interface FollowOptions {
  /** Where a redrive goes on: the last event before it, and the stage that was entered then. */
  from?: { eventId: number; stage: string };
  /** Lets go of the execution, which goes on: the following ends with the signal's reason. */
  letGo?: AbortSignal;
}

/** Follows an execution to its end, by polling its history: soon after something has happened, later while nothing does. */
export async function followExecution(
  client: SFNClient,
  executionArn: string,
  tell: (news: ExecutionNews) => void,
  pace: Pace = LAPTOP_PACE,
  { from, letGo }: FollowOptions = {},
): Promise<ExecutionEnd> {
  const stages: string[] = from === undefined ? [] : [from.stage];
  const pauses = new Pauses(pace);
  let lastSeen = from?.eventId ?? 0;
  let stage = from?.stage ?? '';
  let stateTransitions = 0;
  for (;;) {
    // Asked before the history, so that a finished execution's history is read to its end.
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    for (const event of await historyAfter(client, executionArn, lastSeen)) {
      lastSeen = event.id ?? lastSeen;
      pauses.restart();
      const at = event.timestamp ?? new Date();
      const entered = event.stateEnteredEventDetails?.name;
      if (entered !== undefined) {
        stage = entered;
        if (event.type === 'TaskStateEntered') stages.push(stage);
        tell({ kind: 'entered', stage, at });
      }
      if (entered !== undefined || event.type === 'TaskScheduled') stateTransitions++;
      const failed = event.taskFailedEventDetails;
      if (failed !== undefined)
        tell({
          kind: 'failed once',
          stage,
          error: failed.error ?? '',
          message: messageOfCause(failed.cause) ?? '',
          at,
        });
    }
    if (execution.status !== 'RUNNING') {
      return {
        status: execution.status ?? 'UNKNOWN',
        error: execution.error,
        message: messageOfCause(execution.cause),
        output: JSON.parse(execution.output ?? 'null') as unknown,
        stages,
        stateTransitions,
      };
    }
    await sleep(pauses.next(), undefined, letGo === undefined ? {} : { signal: letGo });
  }
}

async function historyAfter(client: SFNClient, executionArn: string, lastSeen: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events.filter((event) => (event.id ?? 0) > lastSeen);
}
