import { containerCode, type ContainerCode } from '../in-process/container-code.ts';
import type { CellResult } from './matrix-run.ts';
import { runShare, type ShareOptions } from './matrix-share.ts';

/** The whole matrix takes minutes and is run with `npm run crash-matrix`; these are the same ones each time. */
const CELLS_OF_EACH_MACHINE = 18;
const SCHEDULES_OF_EACH_MACHINE = 5;

let code: ContainerCode;
beforeAll(async () => {
  code = await containerCode();
});

async function results(options: Partial<ShareOptions>): Promise<CellResult[]> {
  const found: CellResult[] = [];
  await runShare(
    code,
    { seed: 7, share: 0, of: 1, ...options },
    {
      onCells: () => undefined,
      onResult: (_machine, _fault, result) => {
        found.push(result);
      },
    },
  );
  return found;
}

describe('a run in which one call goes wrong, and a second attempt', () => {
  it('keep every promise, in a fixed sample of the crash matrix', async () => {
    const found = await results({ sample: CELLS_OF_EACH_MACHINE });
    expect(found.flatMap(({ violations }) => violations)).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(2 * CELLS_OF_EACH_MACHINE);
    expect(new Set(found.map(({ ended }) => ended)).size).toBeGreaterThan(3);
  }, 180_000);
});

describe('several faults, executions and redrives at once, and a second attempt', () => {
  it('keep every promise, in some random schedules of a fixed seed', async () => {
    const found = await results({ random: SCHEDULES_OF_EACH_MACHINE });
    expect(found.flatMap(({ violations }) => violations)).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(2 * SCHEDULES_OF_EACH_MACHINE);
  }, 180_000);
});
