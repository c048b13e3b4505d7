import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

// npm run startup: how long `lab-sms --help` takes to its end, beside a Node that does nothing, in turns on the same machine.
// A first start of each is not counted: it fills the compile cache.
const ROUNDS = 15;
const root = join(import.meta.dirname, '..');
const HELP = [join(root, 'cli/lab-sms.mjs'), '--help'];
const NOTHING = ['-e', '0'];

function startMs(args: readonly string[]): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status ?? 'a signal'}`);
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

for (const args of [HELP, NOTHING]) startMs(args);
const rounds = Array.from({ length: ROUNDS }, () => ({ help: startMs(HELP), nothing: startMs(NOTHING) }));
const help = median(rounds.map((round) => round.help));
const nothing = median(rounds.map((round) => round.nothing));
process.stdout.write(
  `lab-sms --help: ${help.toFixed(0)} ms; a Node that does nothing: ${nothing.toFixed(0)} ms; ratio ${(help / nothing).toFixed(1)} ` +
    `(medians of ${ROUNDS} starts each, in turns)\n`,
);
