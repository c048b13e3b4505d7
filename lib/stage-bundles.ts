import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { STAGES, stageFolder, type StageName } from '../src/workflow/stages.ts';

/** Stages that read `flows/`: the folder goes into their bundle. */
const STAGES_WITH_FLOWS: readonly StageName[] = ['ClaimLabOrg', 'VerifyOrgAccess', 'PublishMessageFlow', 'PlanLabOrg'];

/** One folder per stage with its `index.mjs`, ready to be an asset. */
export interface StageBundles {
  folderOf(stage: StageName): string;
  /** What each bundle is made of, as esbuild reports it. */
  metafile: Metafile;
}

/**
 * The SDK's API classes fall back to one shared client, which reads a config file in the home folder and brings axios
 * and winston. Our transport is always given, so the fallback is replaced by one that says so.
 */
const withoutDefaultClient = (root: string): Plugin => ({
  name: 'without-default-client',
  setup(builder) {
    builder.onResolve({ filter: /^\.\.\/ApiClient\.js$/ }, () => ({
      path: join(root, 'src', 'genesys', 'sdk', 'no-default-client.mjs'),
    }));
  },
});

/**
 * How every bundle is made: ES modules for Node 24, the AWS SDK included, so that what runs is what was tested. `module`
 * first in mainFields is what makes the bundles small and quick to load; the banner is for bundled CommonJS that calls
 * `require`.
 */
export const bundleOptions = (root: string) =>
  ({
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
    plugins: [withoutDefaultClient(root)],
  }) satisfies BuildOptions;

/** Bundles every stage in one esbuild run, into one folder per stage. */
export async function bundleStages(root: string, outputFolder: string): Promise<StageBundles> {
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder, { recursive: true });
  const folderOf = (stage: StageName): string => join(outputFolder, stageFolder(stage));
  const { metafile } = await build({
    ...bundleOptions(root),
    entryPoints: STAGES.map((stage) => ({
      in: join(root, 'lambdas', stageFolder(stage), 'handler.ts'),
      out: join(stageFolder(stage), 'index'),
    })),
    outdir: outputFolder,
  });
  for (const stage of STAGES_WITH_FLOWS)
    cpSync(join(root, 'flows'), join(folderOf(stage), 'flows'), { recursive: true });
  return { folderOf, metafile };
}
