import { givenUpIn } from '../../../src/runtime/given-up.ts';

describe('why undoing stages gave up', () => {
  it("is the message out of Lambda's cause, by stage", () => {
    const Cause = JSON.stringify({ errorType: 'MessageFlowLocked', errorMessage: 'Ada has it open.', trace: [] });
    expect(givenUpIn({ DeleteMessageFlowGivenUp: { Error: 'MessageFlowLocked', Cause } })).toEqual({
      DeleteMessageFlow: 'Ada has it open.',
    });
  });

  it('is the name of the error where Step Functions gives no cause, and never empty', () => {
    expect(givenUpIn({ UnrouteMessagesGivenUp: { Error: 'States.Timeout' } })).toEqual({
      UnrouteMessages: 'It ended with States.Timeout',
    });
    expect(givenUpIn({ UnrouteMessagesGivenUp: {} })).toEqual({ UnrouteMessages: 'It ended with an unnamed error' });
  });

  it('is nothing where no stage did, and for what is no answer of a catcher', () => {
    expect(givenUpIn({ request: {}, UnrouteMessages: { answer: {} }, ReleaseSmsPhoneNumberGivenUp: 'x' })).toEqual({});
  });
});
