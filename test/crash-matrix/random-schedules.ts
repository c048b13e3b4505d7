import fc from 'fast-check';
import { callName, type PlannedFault } from './call-tap.ts';
import { collect, markNow } from './evidence.ts';
import { AFTER_EVENT, AFTER_REDRIVE, ALWAYS } from './invariants.ts';
import { MACHINE_NAMES } from './machines.ts';
import { REGISTRATION } from './matrix-org.ts';
import { check, type Cell, type CellResult, type PreparedMachine } from './matrix-run.ts';
import type { Universe } from './universe.ts';

/** What else happens in the middle of a run. */
export const MEANWHILE = ['the same event', 'another registration', 'a redrive', 'a stop'] as const;
export type Meanwhile = (typeof MEANWHILE)[number];

/** Several faults in one run, and what people do meanwhile, each at a certain call of the run. */
export interface Schedule {
  faults: PlannedFault[];
  meanwhile: { atCall: number; what: Meanwhile }[];
}

/** Schedules out of the recorded cells. */
export function schedules(cells: readonly Cell[]): fc.Arbitrary<Schedule> {
  const fault = fc.constantFrom(...cells).map((cell) => cell.fault);
  const meanwhile = fc.record({ atCall: fc.integer({ min: 1, max: 110 }), what: fc.constantFrom(...MEANWHILE) });
  return fc.record({
    faults: fc.uniqueArray(fault, { minLength: 1, maxLength: 5, selector: callName }),
    meanwhile: fc.array(meanwhile, { maxLength: 3 }),
  });
}

/** A schedule in one line. */
export function scheduleName({ faults, meanwhile }: Schedule): string {
  const parts = [
    ...faults.map((fault) => `${callName(fault)}, ${fault.fault}`),
    ...meanwhile.map(({ atCall, what }) => `${what} at call ${atCall}`),
  ];
  return parts.join('; ');
}

/**
 * Runs a schedule to its end, then once more as a person would, without faults, and last a late redrive of whatever can
 * still be redriven.
 */
export async function runSchedule(
  universe: Universe,
  prepared: PreparedMachine,
  schedule: Schedule,
  name: string,
): Promise<CellResult> {
  const { machine, ready } = prepared;
  await universe.restore(ready);
  universe.forgetLate();
  const mark = markNow(universe);
  const under: Promise<void>[] = [];
  universe.tap.begin(schedule.faults, (count) => {
    for (const { atCall, what } of schedule.meanwhile) {
      if (atCall === count) under.push(universe.clock.during(() => act(universe, machine.event, what, mark.sinceMs)));
    }
  });
  await universe.send(machine.event);
  await settled(universe, under);
  const faulted = await collect(universe, prepared, mark);
  const violations = check(name, 'the schedule', faulted, ALWAYS);

  universe.tap.begin();
  const againMark = markNow(universe);
  const landed = universe.landLate();
  await universe.send(machine.event);
  await landed;
  await universe.idle();
  const again = await collect(universe, prepared, againMark, faulted);
  violations.push(...check(name, 'the same event again', again, AFTER_EVENT));

  const redrivable = again.executions.filter(({ isRedrivable }) => isRedrivable);
  if (redrivable.length > 0) {
    const redriveMark = markNow(universe);
    await Promise.all(redrivable.map(({ executionArn }) => universe.redrive(executionArn)));
    await universe.idle();
    const redriven = await collect(universe, prepared, redriveMark, again);
    violations.push(...check(name, 'late redrives', redriven, AFTER_REDRIVE));
  }
  const ended = faulted.executions.map(({ status, error }) => error ?? status).join(' + ');
  return { cell: name, runs: 1, reruns: redrivable.length > 0 ? 2 : 1, ended, violations };
}

async function settled(universe: Universe, under: readonly Promise<void>[]): Promise<void> {
  let count = -1;
  while (count !== under.length) {
    count = under.length;
    await Promise.all(under);
    await universe.idle();
  }
}

async function act(
  universe: Universe,
  event: Parameters<Universe['send']>[0],
  what: Meanwhile,
  sinceMs: number,
): Promise<void> {
  if (what === 'the same event') return universe.send(event);
  if (what === 'another registration') {
    const detail = { ...REGISTRATION, leaseDays: 30 };
    return universe.send({ source: 'lab.orgs', detailType: 'Lab Org Registered', detail });
  }
  for (const machine of MACHINE_NAMES) {
    for (const execution of await universe.executions(machine, sinceMs)) {
      if (what === 'a stop' && execution.status === 'RUNNING') await universe.stop(execution.executionArn);
      if (what === 'a redrive' && execution.isRedrivable) await universe.redrive(execution.executionArn);
    }
  }
}
