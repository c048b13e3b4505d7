import { fork } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { containerCode } from '../test/in-process/container-code.ts';
import { MACHINE_NAMES } from '../test/crash-matrix/machines.ts';
import { runShare, type ShareOptions } from '../test/crash-matrix/matrix-share.ts';
import type { CellResult } from '../test/crash-matrix/matrix-run.ts';
import { MatrixReport } from '../test/crash-matrix/matrix-report.ts';

const USAGE = `npm run crash-matrix -- [options]

Runs provisioning and the other state machines with each of their calls to the outside going wrong in each way that the
service can show, then again as a person would, and holds the org and the ledger against what is promised.

  --machine NAME   one of ${MACHINE_NAMES.join(', ')}
  --only TEXT      only cells in whose name TEXT stands
  --sample N       so many cells of each machine, drawn with the seed
  --random N       N random schedules of several faults and executions for each machine, instead of the cells
  --seed N         what samples and schedules are drawn with; 1 unless given
  --workers N      processes; 2 unless given
  --list           print each cell with how its run ended
`;

/** What a worker tells. */
type Message =
  | { kind: 'cells'; machine: string; count: number }
  | { kind: 'result'; machine: string; fault: string; result: CellResult };

const { values } = parseArgs({
  options: {
    machine: { type: 'string' },
    only: { type: 'string' },
    sample: { type: 'string' },
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    share: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: 'sample' | 'random' | 'seed' | 'workers' | 'share'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} ${text}: must be a whole number`);
  return Number(text);
}

async function work(options: ShareOptions): Promise<void> {
  const tell = (message: Message): void => {
    process.send?.(message);
  };
  await runShare(await containerCode(), options, {
    onCells: (machine, count) => {
      tell({ kind: 'cells', machine, count });
    },
    onResult: (machine, fault, result) => {
      tell({ kind: 'result', machine, fault, result });
    },
  });
  process.disconnect();
}

function runWorker(share: number, report: MatrixReport): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [...process.argv.slice(2), '--share', String(share)]);
    child.on('message', (message: Message) => {
      if (message.kind === 'cells') report.cells(message.machine, message.count);
      else report.result(message.machine, message.fault, message.result);
    });
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`worker ${share} ended with ${code ?? 'a signal'}`));
    });
  });
}

const seed = wholeNumber('seed') ?? 1;
const workers = wholeNumber('workers') ?? 2;
const share = wholeNumber('share');
if (values.help) {
  process.stdout.write(USAGE);
} else if (values.machine !== undefined && !MACHINE_NAMES.includes(values.machine)) {
  process.stderr.write(`--machine ${values.machine}: there is no such state machine.\n\n${USAGE}`);
  process.exitCode = 2;
} else if (share !== undefined) {
  const { machine, only } = values;
  await work({ machine, only, sample: wholeNumber('sample'), random: wholeNumber('random'), seed, share, of: workers });
} else {
  const report = new MatrixReport(values.list, (text) => process.stdout.write(text));
  await Promise.all(Array.from({ length: workers }, (_, index) => runWorker(index, report)));
  report.print({ seed, workers });
  process.exitCode = report.hasViolations ? 1 : 0;
}
