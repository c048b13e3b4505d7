import type { Json } from '../../../../local/aws/json.ts';
import { Intrinsics } from '../../../../local/aws/template/intrinsics.ts';

const intrinsics = new Intrinsics('Stack', (id) =>
  id === 'Queue' ? { ref: 'the-url', attributes: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:queue' } } : undefined,
);

const resolve = (value: Json): Json | undefined => intrinsics.resolve(value, 'Stack.Thing');

describe('resolving intrinsic functions', () => {
  it.each<[string, Json, Json]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'the-url'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-central-1:000000000000:queue'],
    ['Fn::Join over other functions', { 'Fn::Join': ['-', ['a', { Ref: 'Queue' }]] }, 'a-the-url'],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
      'queue',
    ],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${AWS::AccountId}/${Queue.Arn}/${!Literal}' },
      '000000000000/arn:aws:sqs:eu-central-1:000000000000:queue/${Literal}',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${name}!', { name: { Ref: 'Queue' } }] }, 'the-url!'],
    ['AWS::NoValue, which leaves a property out', { kept: 1, dropped: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    ['functions inside lists and objects', { list: [{ Ref: 'Queue' }] }, { list: ['the-url'] }],
  ])('resolves %s', (_title, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each<[string, Json]>([
    ['an unknown function', { 'Fn::ImportValue': 'x' }],
    ['a condition', { 'Fn::If': ['IsProd', 'a', 'b'] }],
    ['an unknown resource', { Ref: 'Nobody' }],
    ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }],
  ])('refuses %s, naming the place', (_title, value) => {
    expect(() => resolve({ deep: [value] })).toThrow(/^Stack\.Thing\.deep\[0\]/);
  });
});
