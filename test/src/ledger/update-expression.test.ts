import { updateExpression } from '../../../src/ledger/update-expression.ts';

describe('an update expression', () => {
  it('sets what has a value and removes what is undefined', () => {
    expect(
      updateExpression([
        [['status'], 'ready'],
        [['claim'], undefined],
        [['readyAt'], null],
      ]),
    ).toEqual({
      UpdateExpression: 'SET #c0_0 = :c0, #c2_0 = :c2 REMOVE #c1_0',
      ExpressionAttributeNames: { '#c0_0': 'status', '#c1_0': 'claim', '#c2_0': 'readyAt' },
      ExpressionAttributeValues: { ':c0': 'ready', ':c2': null },
    });
  });

  it('takes dots and colons in a key for what they are', () => {
    const key = 'arn:aws:states:eu-west-2:1:execution:m:a.b';
    expect(updateExpression([[['verifications', key], 1]])).toMatchObject({
      UpdateExpression: 'SET #c0_0.#c0_1 = :c0',
      ExpressionAttributeNames: { '#c0_0': 'verifications', '#c0_1': key },
    });
  });

  it('has no empty half', () => {
    expect(updateExpression([[['claim'], undefined]]).UpdateExpression).toBe('REMOVE #c0_0');
  });
});
