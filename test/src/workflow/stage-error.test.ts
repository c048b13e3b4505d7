import { ERROR_NAMES } from '../../../src/workflow/error-names.ts';
import { StageError } from '../../../src/workflow/stage-error.ts';

describe('a stage error', () => {
  it('carries its name as a value, which no minifier renames, and keeps its cause', () => {
    const cause = new Error('what Genesys said');
    const error = new StageError('QueueNotFound', 'Org Lab: it has no queue.', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(Object.hasOwn(error, 'name')).toBe(true);
    expect(error).toMatchObject({ name: 'QueueNotFound', message: 'Org Lab: it has no queue.', cause });
  });
});

describe('the error names', () => {
  it('are there once each, in PascalCase', () => {
    expect(new Set(ERROR_NAMES).size).toBe(ERROR_NAMES.length);
    for (const name of ERROR_NAMES) expect(name).toMatch(/^([A-Z][a-z]+)+$/);
  });
});
