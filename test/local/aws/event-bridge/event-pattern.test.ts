import { compilePattern } from '../../../../local/aws/event-bridge/event-pattern.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';

const EVENT: JsonObject = {
  source: 'lab.orgs',
  'detail-type': 'Lab Org Registered',
  resources: ['a', 'b'],
  detail: {
    name: 'Class of May',
    seats: 20,
    open: true,
    nothing: null,
    people: [{ role: 'teacher' }],
    address: '10.0.3.17',
    file: 'a*b\\c',
  },
};

describe('an event pattern', () => {
  it.each<[string, JsonObject]>([
    ['exact values', { source: ['other', 'lab.orgs'], detail: { seats: [20], open: [true], nothing: [null] } }],
    ['one element of a list', { resources: ['b'] }],
    ['one object of a list', { detail: { people: { role: ['teacher'] } } }],
    ['a prefix', { detail: { name: [{ prefix: 'Class' }] } }],
    ['something that exists', { detail: { name: [{ exists: true }] } }],
    ['something that does not exist', { detail: { missing: [{ exists: false }] } }],
    ['a prefix, whatever its case', { detail: { name: [{ prefix: { 'equals-ignore-case': 'CLASS' } }] } }],
    ['a suffix', { detail: { name: [{ suffix: 'May' }] } }],
    ['a suffix, whatever its case', { detail: { name: [{ suffix: { 'equals-ignore-case': 'may' } }] } }],
    ['text, whatever its case', { source: [{ 'equals-ignore-case': 'LAB.orgs' }] }],
    ['a wildcard', { detail: { name: [{ wildcard: 'C*of*' }] } }],
    ['a wildcard with a star of its own', { detail: { file: [{ wildcard: String.raw`a\*b\\*` }] } }],
    ['a number', { detail: { seats: [{ numeric: ['=', 20] }] } }],
    ['a range of numbers', { detail: { seats: [{ numeric: ['>', 10, '<=', 20] }] } }],
    ['an address in a network', { detail: { address: [{ cidr: '10.0.0.0/16' }] } }],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }],
    ['anything but some suffixes', { source: [{ 'anything-but': { suffix: ['x', 'y'] } }] }],
    ['anything but a wildcard', { source: [{ 'anything-but': { wildcard: 'aws.*' } }] }],
    ['one of several patterns', { $or: [{ source: ['x'] }, { detail: { seats: [20] } }] }],
    [
      'one of several patterns further in',
      { source: ['lab.orgs'], detail: { $or: [{ seats: [1] }, { open: [true] }] } },
    ],
    ['anything but a value', { detail: { name: [{ 'anything-but': ['x', 'y'] }], seats: [{ 'anything-but': 3 }] } }],
  ])('matches %s', (_title, pattern) => {
    expect(compilePattern(pattern, 'rule')(EVENT)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['another value', { source: ['LAB.ORGS'] }],
    ['one of two fields only', { source: ['lab.orgs'], detail: { seats: [21] } }],
    ['another prefix', { detail: { name: [{ prefix: 'class' }] } }],
    ['another suffix', { detail: { name: [{ suffix: 'Class' }] } }],
    ['another text, whatever its case', { source: [{ 'equals-ignore-case': 'lab' }] }],
    ['a wildcard that fits a part only', { detail: { name: [{ wildcard: 'lass*' }] } }],
    ['a star that is not there', { detail: { name: [{ wildcard: String.raw`Class\*` }] } }],
    ['a number outside of the range', { detail: { seats: [{ numeric: ['>', 20] }] } }],
    ['text instead of a number', { source: [{ numeric: ['>', 0] }] }],
    ['an address of another network', { detail: { address: [{ cidr: '10.0.4.0/24' }] } }],
    ['an excluded prefix', { source: [{ 'anything-but': { prefix: ['x', 'lab.'] } }] }],
    ['an excluded text, whatever its case', { source: [{ 'anything-but': { 'equals-ignore-case': 'LAB.ORGS' } }] }],
    ['none of several patterns', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
    ['something missing', { detail: { missing: ['x'] } }],
    ['something missing with anything-but', { detail: { missing: [{ 'anything-but': 'x' }] } }],
    ['an excluded value', { source: [{ 'anything-but': ['lab.orgs'] }] }],
    ['something that exists, asked not to', { source: [{ exists: false }] }],
  ])('does not match %s', (_title, pattern) => {
    expect(compilePattern(pattern, 'rule')(EVENT)).toBe(false);
  });

  it.each<[string, JsonObject]>([
    ['an operator that there is not', { source: [{ regex: 's' }] }],
    ['two operators in one', { source: [{ prefix: 's', suffix: 's' }] }],
    ['a comparison without its number', { detail: { seats: [{ numeric: ['>'] }] } }],
    ['a comparison that there is not', { detail: { seats: [{ numeric: ['!=', 1] }] } }],
    ['two stars in a row', { source: [{ wildcard: 'a**' }] }],
    ['a range of addresses that is none', { source: [{ cidr: '10.0.0.0/33' }] }],
    ['$or without a list', { $or: { source: ['a'] } }],
    ['anything-but with an operator for numbers', { source: [{ 'anything-but': { numeric: ['>', 1] } }] }],
    ['a plain value instead of a list', { source: 'lab.orgs' }],
    ['nothing at all', {}],
  ])('is refused when it has %s', (_title, pattern) => {
    expect(() => compilePattern(pattern, 'rule')).toThrow(/^rule/);
  });
});
