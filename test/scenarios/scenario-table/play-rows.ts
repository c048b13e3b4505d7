import { DescribeExecutionCommand, GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { LabOrgRecord } from '../../../src/ledger/lab-org-record.ts';
import { messageOfCause } from '../../../src/workflow/failure-cause.ts';
import { VERIFICATION_STATE_MACHINE_NAME } from '../../../src/workflow/names.ts';
import { containerCode, type ContainerCode } from '../../in-process/container-code.ts';
import { orgNow } from '../../crash-matrix/evidence.ts';
import { MACHINE_NAMES } from '../../crash-matrix/machines.ts';
import { SECRET } from '../../crash-matrix/matrix-org.ts';
import { Universe, type Snapshot } from '../../crash-matrix/universe.ts';
import type { TemplateChange } from '../changed-template.ts';
import { leftInOrg } from './left-in-org.ts';
import type { Row } from './row.ts';
import { Scene } from './scene.ts';
import { visitedStates } from './visited-states.ts';

/** What a row was seen to lead to. */
export interface SeenRow {
  what: string;
  machine: string;
  /** The name of the error, or undefined where the execution has none. */
  error: string | undefined;
  states: string;
  execution: string;
  ledger: string;
  left: string;
  /** What people are told, on the way too: `error name: message`. */
  messages: string[];
}

/** Plays each row on an org of its own making: the real state machines, handlers and ledger, under virtual time. */
export async function playRows(rows: readonly Row[]): Promise<SeenRow[]> {
  const code = await containerCode();
  const seen = new Map<Row, SeenRow>();
  const changes = new Set(rows.map(({ planted }) => planted));
  for (const change of changes) {
    const meant = rows.filter(({ planted }) => planted === change);
    await playInUniverse(code, change, meant, seen);
  }
  return rows.flatMap((row) => seen.get(row) ?? []);
}

async function playInUniverse(
  code: ContainerCode,
  change: TemplateChange | undefined,
  rows: readonly Row[],
  seen: Map<Row, SeenRow>,
): Promise<void> {
  const universe = await Universe.open(code, change);
  try {
    const untouched = orgNow(universe);
    const fresh = await universe.snapshot();
    const isReadyMeant = rows.some(({ from }) => from === 'ready');
    const snapshots = { new: fresh, ready: isReadyMeant ? await readySnapshot(universe) : fresh };
    for (const row of rows) {
      await begin(universe, snapshots[row.from]);
      const sinceMs = universe.clock.now();
      const scene = new Scene(universe, untouched);
      await row.play(scene);
      seen.set(row, await look(row, scene, sinceMs));
    }
  } finally {
    await universe.close();
  }
}

async function readySnapshot(universe: Universe): Promise<Snapshot> {
  await new Scene(universe, orgNow(universe)).register();
  return universe.snapshot();
}

/** Everything as it was, a minute later: what comes now is newer than what has been. */
async function begin(universe: Universe, snapshot: Snapshot): Promise<void> {
  universe.genesys.clearFaults();
  universe.tap.begin();
  universe.forgetLate();
  universe.takeLines();
  universe.forgetContainers();
  await universe.restore(snapshot);
  await new Scene(universe, orgNow(universe)).secretIs(SECRET);
  universe.clock.advance(60_000);
  await universe.idle();
}

async function look({ what, machine }: Row, scene: Scene, sinceMs: number): Promise<SeenRow> {
  const { universe, untouched, watched } = scene;
  const record = await universe.record();
  const messages: string[] = [];
  for (const name of MACHINE_NAMES) {
    for (const { executionArn } of await universe.executions(name, sinceMs)) {
      const { error, cause, status } = await executionNow(universe, executionArn);
      if (status !== 'SUCCEEDED' && cause !== undefined)
        messages.push(`${error ?? status}: ${messageOfCause(cause) ?? ''}`);
    }
  }
  messages.push(...toldBy(record));
  const executionArn = watched ?? (await universe.executions(machine, sinceMs)).at(-1)?.executionArn;
  if (executionArn === undefined) throw new Error(`${what}: no execution of ${machine} began`);
  const { status = '', error } = await executionNow(universe, executionArn);
  const states = visitedStates(await history(universe, executionArn));
  const ledger = ledgerWords(record, machine);
  const left = leftInOrg(untouched, scene.org, scene.textsSent);
  return { what, machine, error, states, execution: status, ledger, left, messages };
}

/** What the ledger and the events tell people, where it is more than the execution's own cause. */
function toldBy(record: LabOrgRecord | undefined): string[] {
  const { lastError, verifications = {} } = record ?? {};
  return [
    ...(lastError === undefined ? [] : [`${lastError.error}: ${lastError.message}`]),
    ...Object.values(verifications).flatMap(({ outcome, message }) =>
      outcome === undefined || outcome === 'delivered' ? [] : [`(${outcome}): ${message ?? ''}`],
    ),
  ];
}

function ledgerWords(record: LabOrgRecord | undefined, machine: string): string {
  if (record === undefined) return 'nothing';
  const last = Object.values(record.verifications)
    .sort((a, b) => a.since.localeCompare(b.since))
    .at(-1);
  const outcome = machine === VERIFICATION_STATE_MACHINE_NAME ? last?.outcome : undefined;
  return outcome === undefined ? record.status : `${record.status}; ${outcome}`;
}

function executionNow(universe: Universe, executionArn: string) {
  return universe.aws.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
}

async function history(universe: Universe, executionArn: string): Promise<HistoryEvent[]> {
  const all: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await universe.aws.stepFunctions.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
    );
    all.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}
