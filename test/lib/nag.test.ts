import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { FEATURE_FLAGS } from '../../lib/feature-flags.ts';
import { LabSmsStack } from '../../lib/lab-sms-stack.ts';
import { readSettings } from '../../lib/settings.ts';
import { STACK_NAME } from '../../lib/stack-name.ts';
import { STAGES, stageFolder, type StageName } from '../../src/workflow/stages.ts';
import { PROJECT } from '../support/run-node.ts';

let folder: string;
const bundleFolder = (stage: StageName): string => join(folder, stageFolder(stage));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-sms-nag-'));
  // What is in a bundle is no matter of infrastructure; each needs content of its own to be an asset of its own.
  for (const stage of STAGES) {
    mkdirSync(bundleFolder(stage));
    writeFileSync(join(bundleFolder(stage), 'index.mjs'), `export const handler = '${stage}';`);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function newStack(): { app: App; stack: LabSmsStack } {
  const app = new App({ postCliContext: FEATURE_FLAGS, outdir: join(folder, 'out') });
  const bundles = { folderOf: bundleFolder, metafile: { inputs: {}, outputs: {} } };
  return { app, stack: new LabSmsStack(app, STACK_NAME, { bundles, settings: readSettings(PROJECT) }) };
}

function findings(app: App): string[] {
  const packs = [new AwsSolutionsChecks(app), new ServerlessChecks(app)];
  return packs.flatMap((pack) => pack.validateScope(app).violations.map(({ ruleName }) => ruleName));
}

describe('cdk-nag', () => {
  it('finds nothing that is not acknowledged with its reason', () => {
    expect(findings(newStack().app)).toEqual([]);
  });

  it('would find a right on everything', () => {
    const { app, stack } = newStack();
    const policyDocument = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
    new CfnPolicy(stack, 'Planted', { policyName: 'planted', roles: ['planted'], policyDocument });
    expect(findings(app).filter((id) => id.startsWith('AwsSolutions-IAM5'))).not.toEqual([]);
  });
});

describe('synthesis', () => {
  it('refuses resources that wait for each other, such as a stage that is allowed something on its own machine by reference', () => {
    const { app, stack } = newStack();
    const resources = stack.node.findAll().filter((node): node is CfnResource => node instanceof CfnResource);
    const find = (type: string): CfnResource[] => resources.filter(({ cfnResourceType }) => cfnResourceType === type);
    const [machine] = find('AWS::StepFunctions::StateMachine');
    const [role] = find('AWS::IAM::Role');
    if (machine && role) role.addPropertyOverride('Description', { Ref: stack.getLogicalId(machine) });
    expect(() => app.synth()).toThrow(/circular|F3004/i);
  });
});
