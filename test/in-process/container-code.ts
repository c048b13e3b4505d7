import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../lib/stage-bundles.ts';
import { STAGES, stageFolder, type StageName } from '../../src/workflow/stages.ts';

/** A Lambda handler as its runtime calls it. */
export type Handler = (event: unknown, context: object) => Promise<unknown>;

/** What one container sees instead of this process's own. */
export interface ContainerSurroundings {
  require: (name: string) => unknown;
  Date: DateConstructor;
  Math: Math;
  setTimeout: (callback: (...args: unknown[]) => void, ms: number, ...args: unknown[]) => unknown;
  clearTimeout: (timer: unknown) => void;
}

/** Runs the product's modules anew, as a cold start does: with caches of its own, in those surroundings. */
export type ContainerCode = (surroundings: ContainerSurroundings) => Readonly<Record<StageName, Handler>>;

/** Packages that keep nothing between calls, or whose state the surroundings replace. */
const SHARED_PACKAGES = ['@aws-sdk/*', '@aws-lambda-powertools/*', 'yaml', 'zod'];

/** Loads packages as the product's own files do. */
export const projectRequire = createRequire(join(import.meta.dirname, '..', '..', 'package.json'));

/** Bundles the real handlers so that they can be started any number of times in this process; about 100 ms. */
export async function containerCode(): Promise<ContainerCode> {
  const root = join(import.meta.dirname, '..', '..');
  const lines = STAGES.map(
    (stage) => `export { handler as ${stage} } from './lambdas/${stageFolder(stage)}/handler.ts';`,
  );
  const { banner, outExtension, metafile, ...options } = bundleOptions(root);
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: lines.join('\n'), resolveDir: root },
    format: 'cjs',
    minify: false,
    external: SHARED_PACKAGES,
    write: false,
  });
  const folder = mkdtempSync(join(tmpdir(), 'lab-sms-containers-'));
  try {
    const file = join(folder, 'containers.cjs');
    writeFileSync(file, inSurroundings(outputFiles[0]?.text ?? ''));
    return projectRequire(file) as ContainerCode;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inSurroundings(code: string): string {
  return [
    'module.exports = ({ require, Date, Math, setTimeout, clearTimeout }) => {',
    'const module = { exports: {} };',
    'let exports = module.exports;',
    code,
    'return module.exports;',
    '};',
  ].join('\n');
}
