import { cleanError, redact, redactDeep } from '../../../src/runtime/redaction.ts';

const SECRETS = ['pass word/+447700900555', 'pass'];

describe('redaction', () => {
  it('replaces every value, wherever and however often it stands', () => {
    expect(redact('a pass, then pass again', ['pass'])).toBe('a [redacted], then [redacted] again');
  });

  it.each([
    ['as it is', SECRETS[0] ?? ''],
    ['in a URL', encodeURIComponent(SECRETS[0] ?? '')],
    ['in base64', Buffer.from(SECRETS[0] ?? '').toString('base64')],
  ])('replaces a value %s as a whole, also where another value is a part of it', (_how, form) => {
    expect(redact(`x${form}y`, SECRETS)).toBe('x[redacted]y');
  });

  it('leaves text alone where there is nothing to hide', () => {
    expect(redact('nothing', [])).toBe('nothing');
    expect(redact('nothing', [''])).toBe('nothing');
  });

  it('reaches every text inside a value, and leaves the rest as it is', () => {
    expect(redactDeep({ a: ['pass', { b: 'my pass' }], c: 7, d: null, e: true }, ['pass'])).toEqual({
      a: ['[redacted]', { b: 'my [redacted]' }],
      c: 7,
      d: null,
      e: true,
    });
  });
});

describe('an error on its way out', () => {
  const failing = (): Error => {
    const error = new Error('first pass\nsecond line with pass', { cause: new Error('pass') });
    return Object.assign(error, { name: 'GenesysRequestError', response: { body: 'pass' } });
  };

  it('keeps its name and where it came from, and loses values, cause and fields', () => {
    const clean = cleanError(failing(), ['pass']);
    expect(clean.name).toBe('GenesysRequestError');
    expect(clean.message).toBe('first [redacted]\nsecond line with [redacted]');
    expect(clean.stack).toMatch(/^GenesysRequestError: first \[redacted\]\nsecond line with \[redacted\]\n +at /);
    expect(clean.cause).toBeUndefined();
    expect(clean).not.toHaveProperty('response');
    expect(clean.stack).not.toContain('pass');
  });

  it('is an error even when something else was thrown', () => {
    expect(cleanError('pass it on', ['pass'])).toMatchObject({ name: 'Error', message: '[redacted] it on' });
    expect(cleanError(undefined, [])).toMatchObject({ message: 'undefined' });
  });

  it('may have no stack', () => {
    const error = failing();
    delete error.stack;
    expect(cleanError(error, ['pass']).stack).toBe(
      'GenesysRequestError: first [redacted]\nsecond line with [redacted]',
    );
  });
});
