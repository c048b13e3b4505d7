import { collectionParam, fillPath, queryString } from '../../../src/genesys/request-target.ts';

describe('the target of a request', () => {
  test('has its path parameters percent-encoded, the plus of a phone number too', () => {
    expect(fillPath('/sms/phonenumbers/{phoneNumberId}', { phoneNumberId: '+41791234567' })).toBe(
      '/sms/phonenumbers/%2B41791234567',
    );
    expect(fillPath('/a/{b}/c/{d}', { b: 'x/../y?z#', d: 1 })).toBe('/a/x%2F..%2Fy%3Fz%23/c/1');
  });

  test.each(['', '.', '..', undefined, null, {}])(
    'is refused for the path parameter %p, which names another resource',
    (id) => {
      expect(() => fillPath('/routing/queues/{queueId}', { queueId: id })).toThrow(TypeError);
    },
  );

  test('leaves out query parameters that are null or undefined and repeats lists', () => {
    expect(
      queryString({ name: 'G Ride', page: 0, exact: false, none: undefined, nil: null, expand: ['a', 'b&c'] }),
    ).toBe('?name=G%20Ride&page=0&exact=false&expand=a&expand=b%26c');
    expect(queryString({ none: undefined, list: [] })).toBe('');
  });

  test('says which query parameter is no text', () => {
    expect(() => queryString({ filter: { a: 1 } })).toThrow(/filter/);
  });

  test('keeps multi lists as lists and joins the other formats', () => {
    expect(collectionParam(['a', 2], 'multi')).toEqual(['a', '2']);
    expect(collectionParam('a', 'multi')).toEqual(['a']);
    expect(collectionParam(['a', 'b'], 'csv')).toBe('a,b');
    expect(collectionParam(undefined, 'multi')).toBeUndefined();
    expect(() => collectionParam(['a'], 'xml')).toThrow(TypeError);
  });
});
