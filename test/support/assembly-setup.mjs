import { join } from 'node:path';
import { currentAssembly } from '../../local/assembly.ts';

/** Synthesises the stack once before all tests, so that each of them finds it in the cache. */
export default async function assemblySetup() {
  const root = join(import.meta.dirname, '..', '..');
  await currentAssembly(root, join(root, '.lab-sms', 'assembly'));
}
