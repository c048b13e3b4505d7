import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ARCHITECTURE_RULES, READ_FOLDERS } from '../../scripts/architecture-rules.ts';
import { PROJECT, runNode, type Ended } from '../support/run-node.ts';

/** A rule, a file that breaks it, and what that file imports (or is, where it breaks the rule by being alone). */
interface Planted {
  rule: string;
  file: string;
  imports?: string;
  isTypeOnly?: boolean;
  /** What the complaint names, where it is not the file and its import. */
  complaint?: string;
}

const SDK = 'purecloud-platform-client-v2/src/purecloud-platform-client-v2';

const PLANTED: Planted[] = [
  { rule: 'bin-only-lib', file: 'bin/app.ts', imports: '../src/workflow/names.ts' },
  { rule: 'lib-only-workflow', file: 'lib/stack.ts', imports: '../src/runtime/stage.ts' },
  { rule: 'lambdas-only-src', file: 'lambdas/claim/handler.ts', imports: '../verify/handler.ts' },
  { rule: 'workflow-nothing', file: 'src/workflow/retries.ts', imports: '../ledger/claims.ts', isTypeOnly: true },
  { rule: 'genesys-alone', file: 'src/genesys/send.ts', imports: '../runtime/stage.ts' },
  { rule: 'provisioning-domain', file: 'src/provisioning/queue.ts', imports: '../runtime/stage.ts', isTypeOnly: true },
  { rule: 'ledger-alone', file: 'src/ledger/table.ts', imports: '../provisioning/flow.ts' },
  { rule: 'ledger-alone', file: 'src/ledger/table.ts', imports: '../genesys/errors.ts' },
  { rule: 'runtime-in-src', file: 'src/runtime/clock.ts', imports: '../../local/clock.ts' },
  { rule: 'runtime-in-src', file: 'src/runtime/clock.ts', imports: '../../lib/names.ts' },
  { rule: 'runtime-in-src', file: 'src/runtime/clock.ts', imports: '../../test/support/lab.ts' },
  { rule: 'src-known-folders', file: 'src/common.ts', imports: './workflow/names.ts' },
  { rule: 'local-inner', file: 'local/aws/world.ts', imports: '../../cli/start.ts' },
  { rule: 'local-inner', file: 'local/aws/world.ts', imports: '../../test/support/lab.ts' },
  { rule: 'simulator-alone', file: 'local/genesys/hosts.ts', imports: '../../src/workflow/names.ts' },
  { rule: 'cli-outer', file: 'cli/deploy.ts', imports: '../lib/names.ts' },
  { rule: 'cli-outer', file: 'cli/deploy.ts', imports: '../test/support/lab.ts', isTypeOnly: true },
  { rule: 'cli-src-types', file: 'cli/ledger.ts', imports: '../src/ledger/claims.ts' },
  { rule: 'scripts-alone', file: 'scripts/schemas.ts', imports: '../cli/start.ts' },
  { rule: 'crash-matrix-harness', file: 'scripts/crash-matrix.ts', imports: '../cli/start.ts' },
  { rule: 'costs-played', file: 'scripts/count-costs.ts', imports: '../cli/start.ts' },
  { rule: 'storm-scenarios', file: 'scripts/storm.ts', imports: '../cli/start.ts' },
  { rule: 'pictures-of-screens', file: 'scripts/terminal-pictures.ts', imports: '../cli/start.ts' },
  { rule: 'docs-scenarios', file: 'scripts/generate-docs.ts', imports: '../cli/start.ts' },
  { rule: 'genesys-no-aws', file: 'src/genesys/token.ts', imports: '@aws-sdk/client-secrets-manager' },
  { rule: 'provisioning-no-aws', file: 'src/provisioning/secret.ts', imports: '@aws-sdk/lib-dynamodb' },
  { rule: 'workflow-no-aws', file: 'src/workflow/context.ts', imports: 'aws-lambda', isTypeOnly: true },
  { rule: 'genesys-sdk-files', file: 'src/genesys/routing.ts', imports: `${SDK}/api/RoutingApi.js` },
  { rule: 'genesys-sdk-client', file: 'src/genesys/apis/routing.ts', imports: `${SDK}/ApiClient.js` },
  { rule: 'no-cycles', file: 'src/ledger/a.ts', imports: './b.ts', complaint: 'src/ledger/a.ts -> src/ledger/b.ts' },
  { rule: 'no-unresolved', file: 'src/ledger/lost.ts', imports: './nowhere.ts' },
  { rule: 'no-dead-files', file: 'src/provisioning/forgotten.ts', complaint: 'src/provisioning/forgotten.ts' },
  { rule: 'no-dead-test-support', file: 'test/support/forgotten.ts', complaint: 'test/support/forgotten.ts' },
];

/** What the planted files import, so that only the direction is wrong. */
const THERE: Record<string, string> = {
  'src/workflow/names.ts': '',
  'src/runtime/stage.ts': '',
  'src/ledger/claims.ts': '',
  'src/ledger/b.ts': "import './a.ts';",
  'src/provisioning/flow.ts': '',
  'src/genesys/errors.ts': '',
  'lambdas/verify/handler.ts': "import '../../src/runtime/stage.ts';",
  'lib/names.ts': '',
  'local/clock.ts': '',
  'cli/start.ts': '',
  'test/support/lab.ts': '',
};

describe('npm run check:architecture', () => {
  let planted = '';
  let found: Ended;

  beforeAll(async () => {
    planted = mkdtempSync(join(tmpdir(), 'lab-sms-directions-'));
    const sources = new Map(Object.entries(THERE));
    for (const { file, imports, isTypeOnly = false } of PLANTED) {
      const line =
        imports === undefined ? '' : isTypeOnly ? `import type {} from '${imports}';` : `import '${imports}';`;
      sources.set(file, `${sources.get(file) ?? ''}${line}\n`);
    }
    plant(planted, sources);
    found = await runNode(['scripts/check-architecture.ts', planted]);
  });
  afterAll(() => {
    rmSync(planted, { recursive: true, force: true });
  });

  it('passes on this project, having read it', async () => {
    const { stdout, stderr, exitCode } = await runNode(['scripts/check-architecture.ts']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(Number(/(\d+) modules/.exec(stdout)?.[1])).toBeGreaterThan(100);
  });

  it.each(PLANTED)('holds $rule against $file', ({ rule, file, imports, complaint }) => {
    const to = imports?.replace(/^(\.\.?\/)+/, '') ?? '';
    const lines = found.stderr.split('\n').filter((line) => line.startsWith(`${rule}: `));
    expect(lines.filter((line) => line.includes(complaint ?? `${file} -> `) && line.includes(to))).not.toEqual([]);
    expect(found.exitCode).toBe(1);
  });

  it('has a planted violation of every rule', () => {
    expect([...new Set(PLANTED.map(({ rule }) => rule))].sort()).toEqual(
      ARCHITECTURE_RULES.map(({ name }) => name).sort(),
    );
  });

  it('lets what the rules allow pass', async () => {
    const allowed = mkdtempSync(join(tmpdir(), 'lab-sms-directions-'));
    plant(
      allowed,
      new Map([
        ['src/workflow/names.ts', ''],
        ['src/genesys/errors.ts', "import type {} from 'purecloud-platform-client-v2';"],
        ['src/ledger/claims.ts', "import '@aws-sdk/lib-dynamodb';\nimport '../workflow/names.ts';"],
        ['src/provisioning/queue.ts', "import '../genesys/errors.ts';\nimport '../ledger/claims.ts';"],
        ['lambdas/claim/handler.ts', "import '../../src/provisioning/queue.ts';"],
        ['cli/start.ts', "import type {} from '../src/ledger/claims.ts';"],
      ]),
    );
    const { stderr, exitCode } = await runNode(['scripts/check-architecture.ts', allowed]);
    rmSync(allowed, { recursive: true, force: true });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('fails when there was nothing to read', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'lab-sms-directions-'));
    const { stderr, exitCode } = await runNode(['scripts/check-architecture.ts', empty]);
    rmSync(empty, { recursive: true, force: true });
    expect(stderr).toContain('read 0 modules');
    expect(exitCode).toBe(1);
  });

  it('reads every folder that holds sources', () => {
    const holdsNoSources = /^(\..*|node_modules|cdk\.out|coverage|docs|flows)$/;
    const folders = readdirSync(PROJECT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      folders
        .map(({ name }) => name)
        .filter((name) => !holdsNoSources.test(name))
        .sort(),
    ).toEqual([...READ_FOLDERS].sort());
  });
});

function plant(root: string, sources: ReadonlyMap<string, string>): void {
  for (const [file, source] of sources) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }
}
