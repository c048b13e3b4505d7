import fc from 'fast-check';
import { PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import { callName, type PlannedFault } from './call-tap.ts';
import { check } from './check.ts';
import { collect, markNow, type Evidence } from './evidence.ts';
import { AFTER_EVENT, AFTER_REDRIVE, ALWAYS, atOnce } from './promises.ts';
import { afterSweep, leftAlone } from './left-alone.ts';
import { MACHINE_NAMES, REGISTER } from './machines.ts';
import { REGISTRATION } from './matrix-org.ts';
import type { Cell, CellResult, PreparedMachine } from './matrix-run.ts';
import type { Universe } from './universe.ts';
import type { SentEvent } from './told-and-seen.ts';

/** What else happens in the middle of a run. */
export const MEANWHILE = ['the same event', 'another registration', 'a redrive', 'a stop'] as const;
export type Meanwhile = (typeof MEANWHILE)[number];

/** Differs from the first one: whoever holds the org does not do the same. */
const ANOTHER_REGISTRATION: SentEvent = { ...REGISTER, detail: { ...REGISTRATION, leaseDays: 30 } };

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
  universe.forgetContainers();
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
  const elsewhere = new Set<string>();
  const faulted = await collect(universe, prepared, mark);
  const violations = check(name, 'the schedule', faulted, atOnce(ALWAYS));
  violations.push(...(await leftAlone(universe, prepared, faulted, name, elsewhere)));

  universe.tap.begin();
  const againMark = markNow(universe);
  const landed = universe.landLate();
  if (isOthersFailure(prepared, faulted)) {
    await universe.send(ANOTHER_REGISTRATION);
    await universe.idle();
  }
  await universe.send(machine.event);
  await landed;
  await universe.idle();
  const again = await collect(universe, prepared, againMark, faulted, elsewhere);
  violations.push(...check(name, 'the same event again', again, atOnce(AFTER_EVENT)));

  const redrivable = again.executions.filter(({ isRedrivable }) => isRedrivable);
  if (redrivable.length > 0) {
    const redriveMark = markNow(universe);
    await Promise.all(redrivable.map(({ executionArn }) => universe.redrive(executionArn)));
    await universe.idle();
    const redriven = await collect(universe, prepared, redriveMark, again, elsewhere);
    violations.push(...check(name, 'late redrives', redriven, atOnce(AFTER_REDRIVE)));
    violations.push(...(await afterSweep(universe, prepared, redriven, name, 'late redrives', elsewhere)));
  } else {
    violations.push(...(await afterSweep(universe, prepared, again, name, 'the same event again', elsewhere)));
  }
  const ended = faulted.executions.map(({ status, error }) => error ?? status).join(' + ');
  return { cell: name, runs: 1, reruns: redrivable.length > 0 ? 2 : 1, ended, violations };
}

/** A verification mends no registration that was stopped meanwhile: whoever sent that one sends it again. */
function isOthersFailure({ machine }: PreparedMachine, { record, executions }: Evidence): boolean {
  if (machine.name !== VERIFICATION_STATE_MACHINE_NAME || record?.status !== 'failed') return false;
  const { executionArn } = record.lastError ?? {};
  return executions.some(
    (each) => each.executionArn === executionArn && each.machine === PROVISIONING_STATE_MACHINE_NAME,
  );
}

async function settled(universe: Universe, under: readonly Promise<void>[]): Promise<void> {
  let count = -1;
  while (count !== under.length) {
    count = under.length;
    await Promise.all(under);
    await universe.idle();
  }
}

async function act(universe: Universe, event: SentEvent, what: Meanwhile, sinceMs: number): Promise<void> {
  if (what === 'the same event') return universe.send(event);
  if (what === 'another registration') {
    await universe.send(ANOTHER_REGISTRATION);
    // Events carry whole seconds: within one second nobody can tell whether it came before the end of what runs.
    universe.clock.advance(1_000);
    return;
  }
  for (const machine of MACHINE_NAMES) {
    for (const execution of await universe.executions(machine, sinceMs)) {
      if (what === 'a stop' && execution.status === 'RUNNING') await universe.stop(execution.executionArn);
      if (what === 'a redrive' && execution.isRedrivable) await universe.redrive(execution.executionArn);
    }
  }
}
