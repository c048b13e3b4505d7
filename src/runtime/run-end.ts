import type { LedgerTable } from '../ledger/ledger-table.ts';
import { addToRun, markReported, totalsOfRun, type RunTotals } from '../ledger/run-sums.ts';
import type { LineFields } from '../workflow/log-lines.ts';
import { STATE_MACHINE_NAMES } from '../workflow/names.ts';
import { machineNameIn } from '../workflow/status-change.ts';
import type { StageEvent } from '../workflow/stage-input.ts';
import type { LogKeys, StageLog } from './logger.ts';

/** A run that has ended, and how. */
export interface EndOfRun extends Pick<LineFields<'run'>, 'outcome' | 'errorName' | 'failedStage' | 'isNewlyReady'> {
  executionArn: string;
  redriveCount: number;
  /** When it began, milliseconds since 1970; undefined where Step Functions doesn't tell. */
  startedAt: number | undefined;
  endedAt: number;
  /** Why it failed and what to do, or what there is to say beside the outcome. */
  said?: string;
}

/** Adds what an invocation has done to its run: for the report at the run's end, and so nothing that a stage fails for. */
export async function addSums(table: LedgerTable, log: StageLog, executionArn: string): Promise<void> {
  const sums = log.sums.take();
  if (sums === undefined) return;
  try {
    await addToRun(table, executionArn, sums);
  } catch (error) {
    log.note("what the stage did could not be added to the run's sums", (error as Error).name);
  }
}

/** A stage writes the line at the end of its own run. */
export async function reportOwnRun(
  { event, table, log }: { event: StageEvent; table: LedgerTable; log: StageLog },
  outcome: EndOfRun['outcome'],
  said?: string,
  more: Pick<EndOfRun, 'isNewlyReady'> = {},
): Promise<void> {
  const { id, redriveCount, startTime } = event.execution;
  const times = { startedAt: Date.parse(startTime), endedAt: Date.now() };
  await reportRun(table, log, {
    executionArn: id,
    redriveCount,
    ...times,
    outcome,
    ...more,
    ...(said === undefined ? {} : { said }),
  });
}

/**
 * Writes the line at the end of a run, once: news of an end may come twice, and a stage may be repeated. Whoever dies between
 * the line and its mark leaves one too many. `keys` where the run isn't the one that the log belongs to.
 */
export async function reportRun(
  table: LedgerTable,
  log: StageLog,
  end: EndOfRun,
  keys: Partial<LogKeys> = {},
): Promise<void> {
  const machine = STATE_MACHINE_NAMES.find((name) => name === machineNameIn(end.executionArn));
  if (machine === undefined) return;
  await addSums(table, log, end.executionArn);
  const { outcome, errorName, failedStage, said, executionArn, redriveCount, startedAt, endedAt } = end;
  const { reported, ...totals } = await totalsOrNone(table, log, executionArn);
  if (reported.includes(String(redriveCount))) return;
  const where = failedStage === undefined ? '' : ` in ${failedStage}`;
  const why = [errorName, said].filter((part) => part !== undefined).join(': ');
  log.run(
    {
      message: `${machine}: ${outcome}${where}${why === '' ? '' : `. ${why}`}`,
      machine,
      outcome,
      ...(startedAt === undefined ? {} : { durationSeconds: Math.max(0, endedAt - startedAt) / 1000 }),
      ...totals,
      ...(end.isNewlyReady === true ? { isNewlyReady: true } : {}),
      ...(failedStage === undefined ? {} : { failedStage }),
      ...(errorName === undefined ? {} : { errorName }),
    },
    { ...keys, executionArn, redriveCount },
  );
  try {
    await markReported(table, executionArn, redriveCount);
  } catch (error) {
    log.note("the run's report could not be marked", (error as Error).name);
  }
}

async function totalsOrNone(table: LedgerTable, log: StageLog, executionArn: string): Promise<RunTotals> {
  try {
    return await totalsOfRun(table, executionArn);
  } catch (error) {
    log.note("the run's sums could not be read", (error as Error).name);
    return { genesysCalls: 0, bought: [], released: [], reported: [] };
  }
}
