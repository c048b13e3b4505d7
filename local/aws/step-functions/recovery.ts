import type { JsonObject } from '../json.ts';
import { textPayload } from './event-translation.ts';
import type { ExecutionEnd, ExecutionRecord } from './execution-record.ts';
import type { HistoryEvent } from './execution-store.ts';
import { detailsField, END_EVENTS, type History } from './history.ts';

/** Brings the history of an execution that an earlier process left running to its end; answers that end. */
export function endLeftRunning(
  record: ExecutionRecord,
  events: readonly HistoryEvent[],
  history: History,
  roleArn: string,
): ExecutionEnd {
  // The record is written before the event that says what became of it, at its start as at a redrive.
  const isBegun = events.length > 0;
  const isRedriven = events.filter(({ type }) => type === 'ExecutionRedriven').length >= record.redriveCount;
  const written = isRedriven ? writtenEnd(events.at(-1)) : undefined;
  if (written) return written;
  if (!isBegun) history.append('ExecutionStarted', { ...textPayload('input', record.input), roleArn });
  if (!isRedriven) history.append('ExecutionRedriven', { redriveCount: record.redriveCount });
  history.append(END_EVENTS.ABORTED, {});
  return { status: 'ABORTED' };
}

/** The end that has come into the history, when the process ended before it came into the record. */
function writtenEnd(last: HistoryEvent | undefined): ExecutionEnd | undefined {
  const statuses = Object.keys(END_EVENTS) as ExecutionEnd['status'][];
  const status = statuses.find((candidate) => END_EVENTS[candidate] === last?.type);
  if (!last || !status) return undefined;
  const { output, error, cause } = last[detailsField(last.type)] as JsonObject;
  return {
    status,
    ...(typeof output === 'string' && { output }),
    ...(typeof error === 'string' && { error }),
    ...(typeof cause === 'string' && { cause }),
  };
}
