import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { LabSmsStack } from './lab-sms-stack.ts';
import { readSettings } from './settings.ts';
import { bundleStages, type StageBundles } from './stage-bundles.ts';
import { STACK_NAME } from './stack-name.ts';

/**
 * Bundles the stages and writes the cloud assembly; needs no account and no network. `outputFolder` left out means that
 * the CDK CLI says where.
 */
export async function synthesise(root: string, outputFolder?: string): Promise<StageBundles['metafile']> {
  const settings = readSettings(root);
  // A folder of this process alone: the assets are copied into the assembly, so nothing of it is needed afterwards.
  mkdirSync(join(root, '.lab-sms'), { recursive: true });
  const bundlesFolder = mkdtempSync(join(root, '.lab-sms', 'bundles-'));
  try {
    const bundles = await bundleStages(root, bundlesFolder);
    const app = new App({
      // After the CLI's own context, which would switch metadata on and so make another template.
      postCliContext: FEATURE_FLAGS,
      analyticsReporting: false,
      ...(outputFolder === undefined ? {} : { outdir: outputFolder }),
    });
    const description = 'lab-sms: SMS channels for Genesys Cloud lab orgs';
    new LabSmsStack(app, STACK_NAME, { bundles, settings, description });
    app.synth();
    return bundles.metafile;
  } finally {
    rmSync(bundlesFolder, { recursive: true, force: true });
  }
}
