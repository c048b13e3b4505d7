import type { Violation } from './check.ts';
import type { CellResult } from './matrix-run.ts';

interface Totals {
  cells: number;
  runs: number;
  reruns: number;
  violations: number;
}

/** Adds up what a matrix has shown, and prints it. */
export class MatrixReport {
  readonly #isListing: boolean;
  readonly #write: (text: string) => void;
  readonly #startedAt = performance.now();
  readonly #expected = new Map<string, number>();
  readonly #totals = new Map<string, Map<string, Totals>>();
  readonly #violations: Violation[] = [];
  #done = 0;

  constructor(isListing: boolean, write: (text: string) => void) {
    this.#isListing = isListing;
    this.#write = write;
  }

  get hasViolations(): boolean {
    return this.#violations.length > 0;
  }

  /** How many cells a machine has. */
  cells(machine: string, count: number): void {
    if (!this.#expected.has(machine)) this.#write(`${machine}: ${count} cells\n`);
    this.#expected.set(machine, count);
  }

  /** One cell has been run. */
  result(machine: string, fault: string, result: CellResult): void {
    const ofMachine = this.#totals.get(machine) ?? new Map<string, Totals>();
    this.#totals.set(machine, ofMachine);
    const totals = ofMachine.get(fault) ?? { cells: 0, runs: 0, reruns: 0, violations: 0 };
    ofMachine.set(fault, totals);
    totals.cells += result.runs > 0 ? 1 : 0;
    totals.runs += result.runs;
    totals.reruns += result.reruns;
    totals.violations += result.violations.length;
    this.#violations.push(...result.violations);
    if (this.#isListing) this.#write(`${result.cell} -> ${result.ended}\n`);
    for (const violation of result.violations) this.#write(shown(violation));
    this.#done += 1;
    if (this.#done % 100 === 0) this.#write(`${this.#done} done, ${this.#seconds()} s\n`);
  }

  /** The totals by machine and fault, and at last whether anything was found. */
  print({ seed, workers }: { seed: number; workers: number }): void {
    const sum: Totals = { cells: 0, runs: 0, reruns: 0, violations: 0 };
    for (const [machine, ofMachine] of this.#totals) {
      this.#write(`\n${machine}\n${line('', ['cells', 'runs', 're-runs', 'violations'])}`);
      for (const [fault, totals] of [...ofMachine].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const { cells, runs, reruns, violations } = totals;
        this.#write(line(fault, [cells, runs, reruns, violations]));
        sum.cells += cells;
        sum.runs += runs;
        sum.reruns += reruns;
        sum.violations += violations;
      }
    }
    this.#write(`\n${line('in all', [sum.cells, sum.runs, sum.reruns, sum.violations])}`);
    this.#write(`seed ${seed}, ${workers} processes, ${this.#seconds()} s\n`);
    const invariants = Map.groupBy(this.#violations, ({ invariant }) => invariant);
    for (const [invariant, found] of invariants) this.#write(`VIOLATED ${found.length} times: ${invariant}\n`);
  }

  #seconds(): string {
    return ((performance.now() - this.#startedAt) / 1000).toFixed(1);
  }
}

function shown({ cell, after, invariant, found }: Violation): string {
  return `VIOLATION ${cell}\n  after ${after}: ${invariant}\n  ${found.slice(0, 600)}\n`;
}

function line(name: string, columns: readonly (string | number)[]): string {
  return `  ${name.padEnd(46)}${columns.map((column) => String(column).padStart(12)).join('')}\n`;
}
