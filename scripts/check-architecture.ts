import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ARCHITECTURE_RULES, READ_FOLDERS } from './architecture-rules.ts';

// npm run check:architecture [-- FOLDER]: holds the imports of the sources in FOLDER (this project unless given) against
// the rules. Exit 0 when they keep all of them, 1 when not, and 1 when there was nothing to read.

const project = join(import.meta.dirname, '..');
const root = resolve(process.argv[2] ?? project);
const tsConfigFile = join(project, 'tsconfig.json');

async function readImports(): Promise<ICruiseResult> {
  const folders = READ_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(
    folders,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: ARCHITECTURE_RULES },
      tsPreCompilationDeps: true,
      tsConfig: { fileName: tsConfigFile },
      doNotFollow: { path: 'node_modules' },
      combinedDependencies: true,
      exoticRequireStrings: [],
    },
    {
      extensions: ['.ts', '.d.ts', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    { tsConfig: extractTSConfig(tsConfigFile) },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text instead of its result');
  return output;
}

function describe(violation: IViolation): string {
  const { rule, from, to, cycle } = violation;
  const comment = ARCHITECTURE_RULES.find(({ name }) => name === rule.name)?.comment ?? '';
  const path = cycle === undefined ? [to] : cycle.map((step) => step.name);
  const where = from === to ? from : [from, ...path].join(' -> ');
  return `${rule.name}: ${where}\n    ${comment}\n`;
}

const result = await readImports();
const read = result.modules.filter(({ source }) => !source.includes('node_modules') && /\.[cm]?[jt]s$/.test(source));
const { violations } = result.summary;
if (read.length === 0) {
  process.stderr.write(`check:architecture read 0 modules in ${root}: nothing was checked.\n`);
  process.exitCode = 1;
} else if (violations.length > 0) {
  process.stderr.write(violations.map(describe).join(''));
  process.stderr.write(`check:architecture: ${violations.length} violation(s) in ${read.length} modules.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`check:architecture: ${read.length} modules keep ${ARCHITECTURE_RULES.length} rules.\n`);
}
