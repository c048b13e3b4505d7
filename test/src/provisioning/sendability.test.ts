import { verdictOn } from '../../../src/provisioning/sendability.ts';

type Request = Parameters<typeof verdictOn>[0];
const GB: Request = { countryCode: 'GB', phoneNumberType: 'mobile' };
const US: Request = { countryCode: 'US', phoneNumberType: 'local' };

describe('the verdict on a refused text', () => {
  it.each<[string, Request, string[], string, string]>([
    ['a US long code', US, ['MessageNotAllowed'], 'not sendable yet', '10DLC'],
    ['a Canadian long code', { ...US, countryCode: 'CA' }, ['MessageNotAllowed'], 'not sendable yet', '10DLC'],
    ['a US long code without a reason', US, [], 'not sendable yet', '10DLC'],
    [
      'a US toll-free number',
      { countryCode: 'US', phoneNumberType: 'tollfree' },
      [],
      'not sendable yet',
      'toll-free verification',
    ],
    [
      'a number of a country with rules of its own',
      GB,
      ['MessageNotAllowed'],
      'not sendable yet',
      'The carriers of GB',
    ],
    ['a British number, for any other reason', GB, ['GeneralError'], 'failed', 'Look at the reason'],
    ['a British number, for no reason', GB, [], 'failed', 'Look at the reason'],
    [
      'a British toll-free number',
      { countryCode: 'GB', phoneNumberType: 'tollfree' },
      [],
      'failed',
      'Look at the reason',
    ],
  ])('of %s', (_what, request, reasons, outcome, advice) => {
    const verdict = verdictOn(request, reasons);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.advice).toContain(advice);
  });

  it.each(['RecipientOptedOut', 'InvalidDestination'])(
    'is that it failed when the phone is the reason (%s), even in the US',
    (code) => {
      for (const request of [GB, US]) {
        const { outcome, advice } = verdictOn(request, ['GeneralError', code]);
        expect(outcome).toBe('failed');
        expect(advice).toContain('testSmsTo');
      }
    },
  );

  it('tells owners of a number that cannot send yet that it is kept', () => {
    for (const request of [US, { ...US, phoneNumberType: 'tollfree' } as Request]) {
      expect(verdictOn(request, []).advice).toContain('The number is kept');
    }
  });
});
