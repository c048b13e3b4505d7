import { COSTS_PART, costTables, dollarsOf } from '../../scripts/cost-table.ts';
import { writtenPart } from '../../scripts/generated-docs.ts';
import { monthlyThings } from '../../scripts/monthly-things.ts';
import { PRICES, type Counts } from '../../scripts/prices.ts';
import { textOf } from '../support/project-files.ts';
import { synthesised } from '../support/synthesised.ts';
import { countCosts } from './count-costs.ts';

/** These are counted to the one; bytes, and what follows from them, differ with ids and times. */
const EXACT: readonly string[] = [
  'transitions',
  'invocations',
  'secretCalls',
  'events',
  'scheduleStarts',
  'traces',
].map((name) => PRICES[name as keyof Counts].unit);
const TOLERANCE = 0.1;

/** The cells of tables by row, without bold and dollar signs. */
function cellsOf(tables: string): Map<string, string[]> {
  const rows = tables.split('\n').filter((line) => line.startsWith('| '));
  return new Map(
    rows.map((row) => {
      const [name = '', ...cells] = row.replaceAll(/[*$]/g, '').split('|').slice(1, -1);
      return [name.trim(), cells.map((cell) => cell.trim())];
    }),
  );
}

function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [Number(one), Number(other)];
  // Below one, a single rounding is more than a tenth.
  return Math.abs(a - b) <= Math.max(TOLERANCE * Math.max(Math.abs(a), Math.abs(b)), a >= 1 || b >= 1 ? 0.1 : 0.01);
}

describe('the costs in docs/operations.md', () => {
  it('are what playing the jobs counts: `npm run costs` would change no more than a few bytes', async () => {
    const counted = await countCosts();
    const { template } = await synthesised();
    const fresh = cellsOf(costTables(counted, monthlyThings(template)));
    const written = cellsOf(writtenPart(textOf('docs/operations.md'), COSTS_PART) ?? '');
    expect([...written.keys()]).toEqual([...fresh.keys()]);
    for (const [row, cells] of fresh) {
      const kept = written.get(row) ?? [];
      const isSame = EXACT.includes(row) ? (one: string, other: string) => one === other : isNear;
      const different = cells.filter((cell, index) => !isSame(cell, kept[index] ?? ''));
      expect([row, different]).toEqual([row, []]);
    }
    // Nothing of the main job is free of use, and the secret is what an org costs.
    const { scheduleStarts, ...used } = counted.mainJob;
    expect([scheduleStarts, Math.min(...Object.values(used)) > 0]).toEqual([0, true]);
    expect(dollarsOf(counted.mainJob)).toBeLessThan(0.002);
  }, 60_000);
});
