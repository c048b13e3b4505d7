import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, RegistrationSchema, VerificationRequestSchema } from '../../../src/workflow/registration.ts';

const EXAMPLES = join(__dirname, '..', '..', '..', 'docs', 'examples');
const smallest = {
  genesysOrgId: '6f1d2c3b-4a59-4e68-9b7a-8c9d0e1f2a3b',
  name: 'Lab',
  genesysRegion: 'eu-west-2',
  sms: { countryCode: 'GB', phoneNumberType: 'mobile' },
};

const problemsOf = (input: unknown): string[] => {
  const parsed = parse(RegistrationSchema, input);
  return parsed.ok ? [] : parsed.problems;
};

describe('a registration', () => {
  it('gets the defaults of what it leaves out', () => {
    expect(parse(RegistrationSchema, smallest)).toEqual({
      ok: true,
      value: {
        ...smallest,
        queueName: 'G Ride',
        flow: 'gride-message-flow',
        onFailure: 'keep',
        replace: [],
        unlockFlow: false,
      },
    });
  });

  it('keeps what it says', () => {
    const full = {
      ...smallest,
      sms: { ...smallest.sms, areaCode: '7700', pattern: '4477*', addressId: 'a-1', phoneNumber: '+447700900123' },
      queueName: ' Riders: "VIP" ',
      flow: 'another-flow',
      leaseDays: 14,
      onFailure: 'release',
      replace: ['flow', 'route', 'queueNumber'],
      abandonCandidate: '+447700900124',
      unlockFlow: true,
    };
    expect(parse(RegistrationSchema, full)).toEqual({ ok: true, value: full });
  });

  it('is parsed out of every example of the documentation', () => {
    const examples = readdirSync(EXAMPLES).filter((file) => file.startsWith('lab-org-registered'));
    expect(examples).not.toHaveLength(0);
    for (const file of examples) {
      const example: unknown = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
      expect(problemsOf(example)).toEqual([]);
    }
  });
});

describe('a registration that is wrong', () => {
  it('has all its problems named at once, each with field, value and what to do', () => {
    const problems = problemsOf({
      ...smallest,
      genesysOrgId: '6F1D2C3B-4A59-4E68-9B7A-8C9D0E1F2A3B',
      genesysRegion: 'mars-1',
      sms: { countryCode: 'gb', phoneNumberType: 'satellite', phoneNumber: '07700900123' },
      leaseDays: 1.5,
      onFailure: 'panic',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'genesysOrgId',
      'genesysRegion',
      'sms.countryCode',
      'sms.phoneNumberType',
      'sms.phoneNumber',
      'leaseDays',
      'onFailure',
    ]);
    expect(problems[0]).toContain('UUID in lower case');
    expect(problems[2]).toBe(
      'sms.countryCode ("gb"): must be a two-letter ISO 3166-1 country code in capitals, such as GB',
    );
  });

  it('has unknown fields refused by name, at any depth', () => {
    const problems = problemsOf({ ...smallest, secretName: 'lab-sms/other', sms: { ...smallest.sms, areacode: '1' } });
    expect(problems).toEqual([
      'sms.areacode: unknown field; remove it or mend its spelling',
      'secretName: unknown field; remove it or mend its spelling',
    ]);
  });

  it('has missing fields called missing', () => {
    const problems = problemsOf({});
    expect(problems).toHaveLength(4);
    for (const problem of problems) expect(problem).toContain('(missing)');
    expect(problemsOf(undefined)).toHaveLength(1);
    expect(problemsOf([])).toHaveLength(1);
  });

  it('is shown in part where a value is long', () => {
    const [problem = ''] = problemsOf({ ...smallest, name: 7, genesysRegion: 'x'.repeat(5_000) });
    expect(problem.length).toBeLessThan(200);
    expect(problemsOf({ ...smallest, genesysRegion: 'x'.repeat(5_000) })[0]?.length).toBeLessThan(600);
  });

  it.each([
    ['flow', '../../etc/passwd'],
    ['flow', 'Gride'],
    ['queueName', '   '],
    ['queueName', 'Riders {{vip}}'],
    ['name', ''],
    ['leaseDays', 0],
    ['leaseDays', 3651],
    ['replace', ['everything']],
    ['abandonCandidate', '447700900123'],
    ['sms', { countryCode: 'GB', phoneNumberType: 'mobile', pattern: '(a+)+' }],
    ['sms', { countryCode: 'GB', phoneNumberType: 'shortcode' }],
  ])('is refused for %s %j', (field, value) => {
    expect(problemsOf({ ...smallest, [field]: value })).toHaveLength(1);
  });
});

describe('a verification request', () => {
  it('names an org and nothing else that could lead a text elsewhere', () => {
    const { genesysOrgId } = smallest;
    expect(parse(VerificationRequestSchema, { genesysOrgId })).toEqual({ ok: true, value: { genesysOrgId } });
    expect(parse(VerificationRequestSchema, { genesysOrgId, testSmsTo: '+447700900999' })).toEqual({
      ok: false,
      problems: ['testSmsTo: unknown field; remove it or mend its spelling'],
    });
  });
});
