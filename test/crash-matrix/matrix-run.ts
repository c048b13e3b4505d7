import { callName, type PlannedFault } from './call-tap.ts';
import { collect, markNow, orgNow } from './evidence.ts';
import { faultsOf } from './faults.ts';
import { AFTER_EVENT, AFTER_REDRIVE, ALWAYS } from './promises.ts';
import { check, type Violation } from './check.ts';
import { afterSweep, leftAlone } from './left-alone.ts';
import type { Machine } from './machines.ts';
import type { OrgView } from '../../local/genesys/simulator.ts';
import type { Snapshot, Universe } from './universe.ts';

/** One call of one machine's run, and what goes wrong with it. */
export interface Cell {
  machine: string;
  fault: PlannedFault;
}

/** What became of a cell. */
export interface CellResult {
  cell: string;
  runs: number;
  reruns: number;
  /** How the faulted run's executions ended. */
  ended: string;
  violations: Violation[];
}

/** A machine's run, ready to be begun any number of times. */
export interface PreparedMachine {
  machine: Machine;
  untouched: OrgView;
  ready: Snapshot;
}

/** `lab-sms-provisioning: ClaimLabOrg dynamodb GetItem #1, killed before`. */
export function cellName({ machine, fault }: Cell): string {
  return `${machine}: ${callName(fault)}, ${fault.fault}`;
}

/** Brings the org to where the machine's run begins, out of `empty`. */
export async function prepare(universe: Universe, machine: Machine, empty: Snapshot): Promise<PreparedMachine> {
  universe.forgetContainers();
  await universe.restore(empty);
  universe.tap.begin();
  const untouched = orgNow(universe);
  await machine.prepare(universe);
  return { machine, untouched, ready: await universe.snapshot() };
}

/** Runs the machine once without a fault: each call it makes and each fault that the service can show is a cell. */
export async function recordCells(universe: Universe, prepared: PreparedMachine): Promise<Cell[]> {
  const { machine } = prepared;
  universe.forgetContainers();
  await universe.restore(prepared.ready);
  universe.tap.begin();
  const mark = markNow(universe);
  await universe.send(machine.event);
  await universe.idle();
  const broken = check('a run without a fault', 'the run', await collect(universe, prepared, mark), AFTER_EVENT);
  if (broken[0] !== undefined) throw new Error(`a run without a fault: ${broken[0].invariant}: ${broken[0].found}`);
  return universe.tap.calls.flatMap((call) =>
    faultsOf(call.service, call.operation).map((fault) => ({ machine: machine.name, fault: { ...call, fault } })),
  );
}

/**
 * Runs the machine with one fault, then twice as a person would go on from there, each time from the same state: the same
 * event again, and a redrive of whatever can be redriven.
 */
export async function runCell(universe: Universe, prepared: PreparedMachine, cell: Cell): Promise<CellResult> {
  const { machine, ready } = prepared;
  const name = cellName(cell);
  universe.forgetContainers();
  await universe.restore(ready);
  universe.forgetLate();
  universe.tap.begin([cell.fault]);
  const faultedMark = markNow(universe);
  await universe.send(machine.event);
  await universe.idle();
  const elsewhere = new Set<string>();
  const faulted = await collect(universe, prepared, faultedMark);
  const violations = check(name, 'the faulted run', faulted, ALWAYS);
  if (universe.tap.struck.length === 0) {
    violations.push({ cell: name, after: 'the faulted run', invariant: 'the fault strikes', found: 'no such call' });
  }
  const left = await universe.snapshot();
  const leftMs = universe.clock.now();
  violations.push(...(await leftAlone(universe, prepared, faulted, name, elsewhere)));
  await universe.restore(left);
  universe.clock.set(leftMs);

  universe.tap.begin();
  const againMark = markNow(universe);
  const landed = universe.landLate();
  await universe.send(machine.event);
  await landed;
  await universe.idle();
  const again = await collect(universe, prepared, againMark, faulted, elsewhere);
  violations.push(...check(name, 'the same event again', again, AFTER_EVENT));
  violations.push(...(await afterSweep(universe, prepared, again, name, 'the same event again', elsewhere)));

  const redrivable = faulted.executions.filter(({ isRedrivable }) => isRedrivable);
  if (redrivable.length > 0) {
    const laterMs = universe.clock.now();
    universe.forgetContainers();
    await universe.restore(left);
    universe.clock.set(leftMs);
    universe.tap.begin();
    const redriveMark = markNow(universe);
    const landedAgain = universe.landLate();
    for (const { executionArn } of redrivable) {
      await universe.redrive(executionArn);
      await universe.idle();
    }
    await landedAgain;
    await universe.idle();
    const redriven = await collect(universe, prepared, redriveMark, faulted, elsewhere);
    violations.push(...check(name, 'a redrive', redriven, AFTER_REDRIVE));
    violations.push(...(await afterSweep(universe, prepared, redriven, name, 'a redrive', elsewhere)));
    universe.clock.set(Math.max(laterMs, universe.clock.now()));
  }
  const ended = faulted.executions.map(({ status, error }) => error ?? status).join(' + ');
  return { cell: name, runs: 1, reruns: redrivable.length > 0 ? 2 : 1, ended, violations };
}
