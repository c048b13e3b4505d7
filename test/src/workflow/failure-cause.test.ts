import { messageOfCause } from '../../../src/workflow/failure-cause.ts';

describe('the message of a failure', () => {
  it.each([
    {
      what: 'the message of a Lambda error',
      cause: '{"errorType":"WrongOrg","errorMessage":"not this org"}',
      is: 'not this org',
    },
    { what: 'the cause itself where it is plain text', cause: 'States.Timeout', is: 'States.Timeout' },
    { what: 'the cause itself where its JSON has no message', cause: '{"errorType":"x"}', is: '{"errorType":"x"}' },
    { what: 'the cause itself where its message is no text', cause: '{"errorMessage":7}', is: '{"errorMessage":7}' },
    { what: 'nothing where there is no cause', cause: undefined, is: undefined },
    { what: 'an empty message where the Lambda gave one', cause: '{"errorMessage":""}', is: '' },
    { what: 'the cause itself where it is JSON but no object', cause: 'null', is: 'null' },
  ])('is $what', ({ cause, is }) => {
    expect(messageOfCause(cause)).toBe(is);
  });
});
