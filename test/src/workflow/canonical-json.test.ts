import { canonicalJson } from '../../../src/workflow/canonical-json.ts';

describe('canonical JSON', () => {
  it('is the same for equal values, whatever the order of their fields', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[2,{"e":2,"f":1}]},"b":1}',
    );
  });

  it('leaves out fields that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }));
  });

  it('keeps the order of lists', () => {
    expect(canonicalJson(['flow', 'route'])).not.toBe(canonicalJson(['route', 'flow']));
  });
});
