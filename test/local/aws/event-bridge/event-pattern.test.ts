import { compilePattern } from '../../../../local/aws/event-bridge/event-pattern.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';

const EVENT: JsonObject = {
  source: 'lab.orgs',
  'detail-type': 'Lab Org Registered',
  resources: ['a', 'b'],
  detail: { name: 'Class of May', seats: 20, open: true, nothing: null, people: [{ role: 'teacher' }] },
};

describe('an event pattern', () => {
  it.each<[string, JsonObject]>([
    ['exact values', { source: ['other', 'lab.orgs'], detail: { seats: [20], open: [true], nothing: [null] } }],
    ['one element of a list', { resources: ['b'] }],
    ['one object of a list', { detail: { people: { role: ['teacher'] } } }],
    ['a prefix', { detail: { name: [{ prefix: 'Class' }] } }],
    ['something that exists', { detail: { name: [{ exists: true }] } }],
    ['something that does not exist', { detail: { missing: [{ exists: false }] } }],
    ['anything but a value', { detail: { name: [{ 'anything-but': ['x', 'y'] }], seats: [{ 'anything-but': 3 }] } }],
  ])('matches %s', (_title, pattern) => {
    expect(compilePattern(pattern, 'rule')(EVENT)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['another value', { source: ['LAB.ORGS'] }],
    ['one of two fields only', { source: ['lab.orgs'], detail: { seats: [21] } }],
    ['another prefix', { detail: { name: [{ prefix: 'class' }] } }],
    ['something missing', { detail: { missing: ['x'] } }],
    ['something missing with anything-but', { detail: { missing: [{ 'anything-but': 'x' }] } }],
    ['an excluded value', { source: [{ 'anything-but': ['lab.orgs'] }] }],
    ['something that exists, asked not to', { source: [{ exists: false }] }],
  ])('does not match %s', (_title, pattern) => {
    expect(compilePattern(pattern, 'rule')(EVENT)).toBe(false);
  });

  it.each<[string, JsonObject]>([
    ['suffix', { source: [{ suffix: 's' }] }],
    ['numeric', { detail: { seats: [{ numeric: ['>', 1] }] } }],
    ['$or', { $or: [{ source: ['a'] }] }],
    ['anything-but with an operator', { source: [{ 'anything-but': { prefix: 'x' } }] }],
    ['a plain value instead of a list', { source: 'lab.orgs' }],
    ['nothing at all', {}],
  ])('is refused when it has %s', (_title, pattern) => {
    expect(() => compilePattern(pattern, 'rule')).toThrow(/^rule/);
  });
});
