import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_NAMES, type ErrorName } from '../../src/workflow/error-names.ts';
import { CAUGHT, retryRules } from '../../src/workflow/retries.ts';
import { TASK_STAGES } from '../../src/workflow/stages.ts';
import { projectFiles, textOf } from '../support/project-files.ts';
import { synthesised } from '../support/synthesised.ts';

/** The files that say names without throwing them. */
const LISTS = ['src/workflow/error-names.ts', 'src/workflow/retries.ts'];

const sources = projectFiles('src').filter((path) => path.endsWith('.ts') && !LISTS.includes(path));
const code = sources
  .map(textOf)
  .join('\n')
  .replaceAll(/[!=]==\s*'\w+'/g, '');

// Reported by Lambda and Step Functions themselves, as their documentation has them.
const PLATFORM_NAME = /^(Lambda\.\w+|States\.Timeout|Sandbox\.Timedout)$/;

function isOurs(name: string): name is ErrorName {
  return (ERROR_NAMES as readonly string[]).includes(name);
}

const retried = TASK_STAGES.flatMap((stage) => retryRules(stage).flatMap(({ errors }) => errors));

it('no error name stands twice in the list', () => {
  expect(ERROR_NAMES.length).toBe(new Set(ERROR_NAMES).size);
});

it.each(ERROR_NAMES)('%s is thrown somewhere', (name) => {
  expect(code).toContain(`'${name}'`);
});

it('every class of an error that is thrown in a stage has its name in the list', () => {
  const names = [...code.matchAll(/override readonly name = '(\w+)'/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !isOurs(name ?? ''))).toEqual([]);
});

it('every name that the state machine retries is ours, the platform’s, or the AWS SDK’s', async () => {
  const stack = await synthesised();
  // The SDK is in the bundles, and its errors' names are literals there.
  const bundle = readFileSync(join(stack.bundleOf('SendTestSms'), 'index.mjs'), 'utf8');
  const unknown = retried.filter((name) => !isOurs(name) && !PLATFORM_NAME.test(name) && !bundle.includes(name));
  expect(unknown).toEqual([]);
});

it('every name that the state machine catches is ours, and is not retried at the same stage', () => {
  for (const [stage, name] of Object.entries(CAUGHT)) {
    expect(isOurs(name)).toBe(true);
    expect(retryRules(stage as keyof typeof CAUGHT).flatMap(({ errors }) => errors)).not.toContain(name);
  }
});
