import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the synthesised template and bundles are made of; anything else leaves them as they are. */
const INPUTS = ['bin', 'lib', 'lambdas', 'src', 'flows', 'settings.json', 'package-lock.json'];

/**
 * The cloud assembly of the sources as they are now: synthesised once, then kept under the hash of its inputs, because
 * synthesis takes seconds. Answers its folder.
 */
export async function currentAssembly(root: string, cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, hashOf(root));
  if (existsSync(folder)) return folder;
  // Loading the CDK alone takes a second, so it is loaded only here.
  const { synthesise } = await import('../lib/synthesise.ts');
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder, 'unfinished-'));
  await synthesise(root, unfinished);
  for (const name of readdirSync(cacheFolder)) {
    if (!name.startsWith('unfinished-')) rmSync(join(cacheFolder, name), { recursive: true, force: true });
  }
  renameSync(unfinished, folder);
  return folder;
}

function hashOf(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(join(path, name));
    } else {
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(root, path)))
        .update('\0');
    }
  };
  for (const input of INPUTS) add(input);
  return hash.digest('hex').slice(0, 32);
}
