import fc from 'fast-check';
import type { ContainerCode } from '../in-process/container-code.ts';
import type { Violation } from './check.ts';
import { MACHINES, type Machine } from './machines.ts';
import { cellName, prepare, recordCells, runCell, type Cell, type CellResult } from './matrix-run.ts';
import { runSchedule, scheduleName, schedules } from './random-schedules.ts';
import { Universe } from './universe.ts';

/** Which part of the matrix is run. */
export interface ShareOptions {
  /** Only machines of that name; all unless given. */
  machine?: string | undefined;
  /** Only cells in whose name this stands. */
  only?: string | undefined;
  /** So many cells of each machine, chosen by the seed; all unless given. */
  sample?: number | undefined;
  /** So many random schedules instead of the cells. */
  random?: number | undefined;
  seed: number;
  /** Of `of` shares this one, from 0. */
  share: number;
  of: number;
}

/** What is told while a share runs. */
export interface ShareListener {
  /** How many cells or schedules the whole matrix has of a machine. */
  onCells: (machine: string, count: number) => void;
  onResult: (machine: string, fault: string, result: CellResult) => void;
}

/** A universe keeps every execution that it ever ran; after so many runs a new one is quicker. */
const RUNS_PER_UNIVERSE = 120;

/** Runs one share of the matrix in this process, one cell after the other. */
export async function runShare(code: ContainerCode, options: ShareOptions, listener: ShareListener): Promise<void> {
  for (const machine of MACHINES) {
    if (options.machine !== undefined && machine.name !== options.machine) continue;
    await (options.random === undefined ? runCells : runSchedules)(code, machine, options, listener);
  }
}

async function runCells(
  code: ContainerCode,
  machine: Machine,
  options: ShareOptions,
  listener: ShareListener,
): Promise<void> {
  const cells = await inUniverse(code, machine, recordCells, () => undefined);
  const chosen = sampleOf(cells, options);
  listener.onCells(machine.name, chosen.length);
  await eachInUniverses(
    code,
    machine,
    ofShare(chosen, options),
    async (universe, prepared, cell) => {
      listener.onResult(machine.name, cell.fault.fault, await runCell(universe, prepared, cell));
    },
    (violations) => {
      listener.onResult(machine.name, 'any', { cell: '', runs: 0, reruns: 0, ended: '', violations });
    },
  );
}

async function runSchedules(
  code: ContainerCode,
  machine: Machine,
  options: ShareOptions,
  listener: ShareListener,
): Promise<void> {
  const cells = await inUniverse(code, machine, recordCells, () => undefined);
  const drawn = fc.sample(schedules(cells), { numRuns: options.random ?? 0, seed: options.seed });
  const named = drawn.map((schedule, index) => ({ schedule, index }));
  listener.onCells(machine.name, drawn.length);
  const chosen = named.filter(({ schedule }) => scheduleName(schedule).includes(options.only ?? ''));
  await eachInUniverses(
    code,
    machine,
    ofShare(chosen, options),
    async (universe, prepared, { schedule, index }) => {
      const name = `${machine.name}: schedule ${index} of seed ${options.seed}: ${scheduleName(schedule)}`;
      listener.onResult(
        machine.name,
        `${schedule.faults.length} faults`,
        await runSchedule(universe, prepared, schedule, name),
      );
    },
    (violations) => {
      listener.onResult(machine.name, 'any', { cell: '', runs: 0, reruns: 0, ended: '', violations });
    },
  );
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Opens a universe for one piece of work; what it has written is searched for secrets at the end. */
async function inUniverse<T>(
  code: ContainerCode,
  machine: Machine,
  work: (universe: Universe, prepared: Prepared) => Promise<T>,
  onViolations: (violations: Violation[]) => void,
): Promise<T> {
  const universe = await Universe.open(code);
  try {
    const result = await work(universe, await prepare(universe, machine, await universe.snapshot()));
    const places = universe.filesThatShowSecrets();
    const invariant = 'nothing of the secret is shown';
    if (places.length > 0)
      onViolations([
        { cell: `${machine.name}: a batch of cells`, after: 'all runs', invariant, found: places.join(', ') },
      ]);
    return result;
  } finally {
    await universe.close();
  }
}

async function eachInUniverses<T>(
  code: ContainerCode,
  machine: Machine,
  pieces: readonly T[],
  work: (universe: Universe, prepared: Prepared, piece: T) => Promise<void>,
  onViolations: (violations: Violation[]) => void,
): Promise<void> {
  for (let first = 0; first < pieces.length; first += RUNS_PER_UNIVERSE) {
    const batch = pieces.slice(first, first + RUNS_PER_UNIVERSE);
    const run = async (universe: Universe, prepared: Prepared): Promise<void> => {
      for (const piece of batch) await work(universe, prepared, piece);
    };
    await inUniverse(code, machine, run, onViolations);
  }
}

function ofShare<T>(pieces: readonly T[], { share, of }: ShareOptions): T[] {
  return pieces.filter((_, index) => index % of === share);
}

/** The cells that are meant; a sample is drawn over all of them, so that each kind of call and fault has its chance. */
function sampleOf(cells: readonly Cell[], { only, sample, seed }: ShareOptions): Cell[] {
  const meant = cells.filter((cell) => cellName(cell).includes(only ?? ''));
  if (sample === undefined || sample >= meant.length) return meant;
  const drawn = fc.sample(fc.shuffledSubarray(meant, { minLength: sample, maxLength: sample }), { numRuns: 1, seed });
  return drawn[0] ?? [];
}
