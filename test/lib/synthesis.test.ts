import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { FEATURE_FLAGS } from '../../lib/feature-flags.ts';
import { PROJECT, runProgram } from '../support/run-node.ts';
import { synthesised } from '../support/synthesised.ts';

const NO_NETWORK = pathToFileURL(join(PROJECT, 'test', 'support', 'no-network.mjs')).href;
// A busy machine may take long; that synthesis is quick is measured, not asserted.
jest.setTimeout(120_000);

const PROGRAMS = join(PROJECT, 'node_modules', '.bin');

let folder = '';
let template: unknown;

beforeAll(async () => {
  template = (await synthesised()).template;
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-sms-synthesis-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An environment without a home, an account, a region or a network. */
function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: [PROGRAMS, process.env.PATH].join(delimiter),
    NODE_OPTIONS: `--import=${NO_NETWORK}`,
    ...more,
  };
}

function templateIn(assembly: string): unknown {
  return JSON.parse(readFileSync(join(assembly, 'LabSms.template.json'), 'utf8'));
}

// The CLI hands its environment on to the app, so one run of it shows both.
it('needs no account and no network, and makes the same template through the CDK CLI, so that what is deployed is what ran locally', async () => {
  const assembly = join(folder, 'assembly');
  const { exitCode, stderr } = await runProgram(join(PROGRAMS, 'cdk'), ['synth', '--quiet', '--output', assembly], {
    env: bareEnvironment({ HOME: folder }),
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(templateIn(assembly)).toEqual(template);
});

describe("the CDK's own validation of templates", () => {
  it('finds nothing in the stack', async () => {
    const report = readFileSync(join((await synthesised()).folder, 'validation-report.json'), 'utf8');
    expect(JSON.parse(report)).toMatchObject({ pluginReports: [] });
  });

  it('is on: what it finds ends the synthesis', () => {
    const shown = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const app = new App({ postCliContext: FEATURE_FLAGS, outdir: folder });
    const properties = { VisibilityTimeout: 99_999_999 };
    new CfnResource(new Stack(app, 'Planted'), 'Queue', { type: 'AWS::SQS::Queue', properties });
    expect(() => app.synth()).toThrow('CloudFormation-Validate::F3034');
    shown.mockRestore();
  });
});
