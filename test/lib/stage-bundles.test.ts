import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build, type Metafile } from 'esbuild';
import { bundleOptions, bundleStages, type StageBundles } from '../../lib/stage-bundles.ts';
import { ERROR_NAMES } from '../../src/workflow/error-names.ts';
import { STAGES, stageFolder, type StageName } from '../../src/workflow/stages.ts';
import { PROJECT, runNode } from '../support/run-node.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

const MOST_BYTES = 800 * 1024;

/** What the SDK's shared client brings along, and the SDK as a whole. */
const UNWANTED =
  /node_modules\/(axios|winston|configparser|follow-redirects|purecloud-platform-client-v2\/dist)\/|ApiClient\.js$/;
const SINGLE_API = /purecloud-platform-client-v2\/src\/purecloud-platform-client-v2\/api\/\w+Api\.js$/;

let folder = '';
let stack: Synthesised;
let bundles: StageBundles;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-sms-bundles-'));
  stack = await synthesised();
  bundles = await bundleStages(PROJECT, join(folder, 'stages'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The source files that a bundle is made of. */
function sourcesOf(metafile: Metafile, bundle: string): string[] {
  const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith(bundle));
  if (output === undefined) throw new Error(`esbuild made no ${bundle}`);
  return Object.keys(output[1].inputs);
}

describe.each(STAGES)('the bundle of %s', (stage) => {
  it('is what the stack deploys', () => {
    const made = readFileSync(join(bundles.folderOf(stage), 'index.mjs'), 'utf8');
    expect(readFileSync(join(stack.bundleOf(stage), 'index.mjs'), 'utf8') === made).toBe(true);
  });

  it('is at most 800 KB, the plan, which looks at everything, 900', () => {
    expect(statSync(join(stack.bundleOf(stage), 'index.mjs')).size).toBeLessThanOrEqual(
      stage === 'PlanLabOrg' ? 900 * 1024 : MOST_BYTES,
    );
  });

  it('holds single API classes of the Genesys SDK, without its client and what that brings', () => {
    const sources = sourcesOf(bundles.metafile, `${stageFolder(stage)}/index.mjs`);
    expect(sources).toContain(`lambdas/${stageFolder(stage)}/handler.ts`);
    expect(sources.filter((source) => UNWANTED.test(source))).toEqual([]);
    const ofSdk = sources.filter((source) => source.includes('purecloud-platform-client-v2'));
    expect(ofSdk.filter((source) => !SINGLE_API.test(source))).toEqual([]);
  });
});

it('would tell if the whole Genesys SDK were in a bundle', async () => {
  const entry = join(folder, 'whole-sdk.mjs');
  writeFileSync(entry, "import sdk from 'purecloud-platform-client-v2';\nexport const handler = sdk.RoutingApi;\n");
  const { metafile } = await build({
    ...bundleOptions(PROJECT),
    entryPoints: [entry],
    nodePaths: [join(PROJECT, 'node_modules')],
    outfile: join(folder, 'whole-sdk', 'index.mjs'),
    minify: false,
  });
  expect(sourcesOf(metafile, 'whole-sdk/index.mjs').some((source) => UNWANTED.test(source))).toBe(true);
});

it('puts the flows beside the stages that read them', () => {
  const withFlows = STAGES.filter((stage) => readdirSync(stack.bundleOf(stage)).includes('flows'));
  expect(withFlows).toEqual(['ClaimLabOrg', 'VerifyOrgAccess', 'PublishMessageFlow', 'PlanLabOrg']);
  for (const stage of withFlows)
    expect(readdirSync(join(stack.bundleOf(stage), 'flows'))).toEqual(readdirSync(join(PROJECT, 'flows')));
});

describe('minified errors', () => {
  it.each([
    { stage: 'ClaimLabOrg', input: { registration: { genesysOrgId: 7 } }, name: 'InvalidRegistration' },
    { stage: 'SendTestSms', input: { request: {} }, name: 'InvalidVerificationRequest' },
    { stage: 'AwaitTestSmsReceipt', input: {}, name: 'InvalidVerificationRequest' },
  ] as const)('leave $stage under the name $name', async ({ stage, input, name }) => {
    expect(await thrownFromBundle(stage, input)).toMatchObject({ name });
  });

  it('keep their names in every class of the Genesys client, though the classes lose theirs', async () => {
    mkdirSync(join(folder, 'errors'));
    const entry = join(folder, 'errors', 'entry.ts');
    const [errors, hosts] = ['errors.ts', 'hosts.ts'].map((file) => join(PROJECT, 'src', 'genesys', file));
    writeFileSync(
      entry,
      `import * as errors from ${JSON.stringify(errors)};
      import { GenesysHostRefusedError } from ${JSON.stringify(hosts)};
      const call = { method: 'GET', path: '/', genesysOrgId: '' };
      const classes = Object.entries({ ...errors, GenesysHostRefusedError });
      const made = classes.map(([name, make]) => ({ name, thrown: new make('', call).name, className: make.name }));
      console.log(JSON.stringify(made));`,
    );
    const bundle = join(folder, 'errors', 'index.mjs');
    await build({ ...bundleOptions(PROJECT), entryPoints: [entry], outfile: bundle });
    const { stdout } = await runNode([bundle]);
    const made = JSON.parse(stdout) as { name: string; thrown: string; className: string }[];
    const thrown = made.filter(({ name }) => name !== 'GenesysError');
    expect(thrown.map(({ name }) => name).sort()).toEqual(
      ERROR_NAMES.filter((name) => name.startsWith('Genesys')).sort(),
    );
    for (const error of thrown) {
      expect(error.thrown).toBe(error.name);
      expect(error.className).not.toBe(error.name);
    }
  });
});

/** Runs a bundled handler in a Node of its own, as Lambda does, and answers the error that it threw. */
async function thrownFromBundle(stage: StageName, input: object): Promise<unknown> {
  const bundle = stack.bundleOf(stage);
  const event = {
    input,
    execution: { id: 'arn', name: 'by-hand', startTime: '2026-03-01T09:00:00Z', redriveCount: 0 },
  };
  const program = `
    const { handler } = await import(${JSON.stringify(join(bundle, 'index.mjs'))});
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 };
    let thrown = {};
    try { await handler(${JSON.stringify(event)}, context); } catch (error) { thrown = error; }
    process.stdout.write('\\n' + JSON.stringify({ name: thrown.name, message: thrown.message }));`;
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-2',
    LEDGER_TABLE_NAME: 'ledger',
    EVENT_BUS_NAME: 'bus',
    LAMBDA_TASK_ROOT: bundle,
  };
  const { stdout } = await runNode(['--input-type=module', '--eval', program], { env });
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}
