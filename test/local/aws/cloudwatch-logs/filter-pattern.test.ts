import { compileFilterPattern } from '../../../../local/aws/cloudwatch-logs/filter-pattern.ts';

const LINE = JSON.stringify({
  kind: 'audit',
  stage: 'PurchaseSmsPhoneNumber',
  quoted: 'say "hi"',
  attempt: 2,
  ratio: -0.5,
  text: '2',
  isRepeated: true,
  nothing: null,
  org: { 'genesys-org': 'one', tags: ['a', { b: 'c' }] },
});

describe('a filter pattern', () => {
  it.each<[string, boolean]>([
    ['', true],
    ['audit', true],
    ['audit Purchase', true],
    ['audit Release', false],
    ['"audit" -Release', true],
    ['audit -"PurchaseSmsPhoneNumber"', false],
    ['?Release ?audit', true],
    ['?Release ?"nobody here"', false],
    ['{ $.kind = "audit" }', true],
    ['{$.kind=audit}', true],
    ['{ $.kind != "audit" }', false],
    ['{ $.kind != "genesysCall" }', true],
    ['{ $.kind = "aud" }', false],
    ['{ $.stage = "Purchase*" }', true],
    ['{ $.stage = *Sms* }', true],
    ['{ $.stage = "*.Sms*" }', false],
    ['{ $.quoted = "say \\"hi\\"" }', true],
    ['{ $.attempt = 2 }', true],
    ['{ $.attempt != 2 }', false],
    ['{ $.attempt > 1 }', true],
    ['{ $.attempt >= 2 && $.attempt <= 2 }', true],
    ['{ $.attempt < 2 }', false],
    ['{ $.ratio = -5e-1 }', true],
    ['{ $.text = 2 }', false],
    ['{ $.text = "2" }', true],
    ['{ $.attempt = "2" }', false],
    ['{ $.isRepeated IS TRUE }', true],
    ['{ $.isRepeated IS FALSE }', false],
    ['{ $.nothing IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.nothing NOT EXISTS }', false],
    ['{ $.missing != "x" }', false],
    ['{ $.org.genesys-org = "one" }', true],
    ['{ $.org.tags[1].b = "c" }', true],
    ['{ $.constructor.name = "Object" }', false],
    ['{ $.kind = "audit" && ($.attempt = 1 || $.stage = *Number) }', true],
    ['{ $.kind = "other" && $.attempt = 1 || $.stage = *Number }', true],
    ['{ $.kind = "other" && ($.attempt = 1 || $.stage = *Number) }', false],
    ['{ ($.kind = "audit") && (($.attempt = 2)) }', true],
  ])('%s: %s', (pattern, matches) => {
    expect(compileFilterPattern(pattern)(LINE)).toBe(matches);
  });

  it('of JSON passes over lines that are none', () => {
    expect(compileFilterPattern('{ $.kind NOT EXISTS }')('plain text')).toBe(false);
  });

  it.each([
    '[ip, user, ...]',
    '%ERROR%',
    'ERROR ?WARN',
    '{ $.a = "b"',
    '{ $.a = "b" } more',
    '{ $.a }',
    '{ a = "b" }',
    '{ $.a > "b" }',
    '{ $.a = %b% }',
    '{ $.a IS EMPTY }',
    '{ $.a = "b" && }',
    '{ $.a = "unclosed }',
    '{ ($.a = 1 }',
    '{ $.a[*] = 1 }',
  ])('%s is refused', (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(/^Invalid filter pattern /);
  });
});
