import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { LabSmsStack } from './lab-sms-stack.ts';
import { bundleStages, type StageBundles } from './stage-bundles.ts';

/** The stack's name, in CloudFormation and in the files of the assembly. */
export const STACK_NAME = 'LabSms';

/**
 * Bundles the stages and writes the cloud assembly; needs no account and no network. `outputFolder` left out means that
 * the CDK CLI says where.
 */
export async function synthesise(root: string, outputFolder?: string): Promise<StageBundles> {
  const bundles = await bundleStages(root, join(root, '.lab-sms', 'bundles'));
  const app = new App({
    context: FEATURE_FLAGS,
    analyticsReporting: false,
    ...(outputFolder === undefined ? {} : { outdir: outputFolder }),
  });
  new LabSmsStack(app, STACK_NAME, { bundles, description: 'lab-sms: SMS channels for Genesys Cloud lab orgs' });
  app.synth();
  return bundles;
}
