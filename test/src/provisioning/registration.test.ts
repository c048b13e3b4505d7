import { parseRegistration } from '../../../src/provisioning/registration.ts';

const FLOWS = ['gride-message-flow', 'other-flow'];
const registration = {
  genesysOrgId: '6f1d2c3b-4a59-4e68-9b7a-8c9d0e1f2a3b',
  name: 'Lab',
  genesysRegion: 'eu-west-2',
  sms: { countryCode: 'GB', phoneNumberType: 'mobile' },
};

const refusal = (input: unknown): Error => {
  try {
    parseRegistration(input, FLOWS);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the registration was taken');
};

describe('a registration on its way in', () => {
  it('is taken with its defaults', () => {
    expect(parseRegistration(registration, FLOWS)).toMatchObject({ queueName: 'G Ride', flow: 'gride-message-flow' });
  });

  it('may name any flow that comes with the product', () => {
    expect(parseRegistration({ ...registration, flow: 'other-flow' }, FLOWS).flow).toBe('other-flow');
    expect(refusal({ ...registration, flow: 'third-flow' }).message).toContain(
      'flow ("third-flow"): there is no such file in flows/; known are gride-message-flow, other-flow',
    );
  });

  it('is InvalidRegistration with the org and every problem, the flow among them', () => {
    const error = refusal({ ...registration, sms: {}, flow: 'third-flow', extra: 1 });
    expect(error.name).toBe('InvalidRegistration');
    expect(error.message).toContain(`Mend these 4 and register org ${registration.genesysOrgId} again`);
    for (const part of ['sms.countryCode', 'sms.phoneNumberType', 'extra', 'third-flow'])
      expect(error.message).toContain(part);
  });

  it('is InvalidRegistration whatever it is', () => {
    for (const input of [undefined, null, 'text', 7, [], { genesysOrgId: 7 }]) {
      expect(refusal(input).name).toBe('InvalidRegistration');
    }
  });
});
