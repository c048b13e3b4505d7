import { join } from 'node:path';
import { handler } from '../../lambdas/plan-lab-org/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import { renderFlow } from '../../src/provisioning/flow-source.ts';
import { secretName } from '../../src/workflow/names.ts';
import { PlanSchema, type Plan, type PlanAction, type PlannedThingName } from '../../src/workflow/plan.ts';
import { lambdaContext, type LabOrg } from '../support/lab-org.ts';
import { attemptOf, FLOW_NAME, flowEntry, numberEntry, provisionedEntries } from '../support/ledger-records.ts';
import { QUEUE_ID } from '../support/ledger-records.ts';
import { provisionedOrg, stageLab, type LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab();
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;
const { contentHash } = renderFlow(join(__dirname, '..', '..', 'flows'), 'gride-message-flow', { queueName: 'G Ride' });

/** Asks for a plan, and holds it to its promise: nothing is written in the org, in the ledger or on the bus. */
const plan = async (org: LabOrg, event: object = { registration: org.registration }): Promise<Plan> => {
  const before = (await org.isInLedger()) ? await org.record() : undefined;
  const answer = PlanSchema.parse(await handler(event, lambdaContext()));
  expect(org.writes()).toEqual([]);
  expect((await org.isInLedger()) ? await org.record() : undefined).toEqual(before);
  expect(org.aws.events()).toEqual([]);
  const secret = JSON.parse(org.aws.secrets.get(secretName(org.id)) ?? '{}') as Record<string, string>;
  const shown = JSON.stringify(answer);
  expect(Object.values(secret).filter((value) => shown.includes(value))).toEqual([]);
  return answer;
};

const actions = ({ things }: Plan): Record<PlannedThingName, PlanAction> =>
  Object.fromEntries(things.map(({ thing, action }) => [thing, action])) as Record<PlannedThingName, PlanAction>;

const thing = ({ things }: Plan, name: PlannedThingName): string => {
  const found = things.find((each) => each.thing === name);
  return `${found?.now ?? ''} -> ${found?.planned ?? ''}`;
};

const readyOrg = async (changes: RecordChanges = {}, options: LabOrgOptions = {}): Promise<LabOrg> => {
  const number = lab.nextNumber();
  const org = lab.addOrg({ ...options, org: { ...provisionedOrg(number), ...options.org } });
  const entries = provisionedEntries(number);
  await org.inLedger({
    ...entries,
    messageFlow: flowEntry({ contentHash }),
    status: 'ready',
    claim: undefined,
    ...changes,
  });
  return org;
};

describe('PlanLabOrg of an org that is new', () => {
  it('tells what would be made and bought, with GET calls only, and leaves no trace in the ledger', async () => {
    const org = lab.addOrg({ registration: { leaseDays: 3 } });
    const planned = await plan(org);
    expect(planned).toMatchObject({ status: 'not registered', heldBy: null, permissions: 'complete', problems: [] });
    expect(actions(planned)).toEqual({
      access: 'nothing',
      flow: 'create',
      number: 'buy',
      queue: 'change',
      route: 'create',
      'test text': 'send',
      lease: 'change',
    });
    expect([planned.number.charge, planned.sendsText, planned.hints]).toEqual(['begins', true, []]);
    expect(thing(planned, 'number')).toBe('none -> a mobile number of GB, bought');
    expect(org.requests().map(({ method, operation }) => (operation === 'token' ? 'token' : method))).toEqual([
      'token',
      ...Array.from({ length: org.requests().length - 1 }, () => 'GET'),
    ]);
    expect(await org.isInLedger()).toBe(false);
  });

  it('adopts a number that the org has, and leaves the queue that sends from it alone', async () => {
    const phoneNumber = lab.nextNumber();
    const org = lab.addOrg({
      registration: { sms: { ...LOCAL, phoneNumber } },
      org: {
        queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: phoneNumber }],
        phoneNumbers: [{ phoneNumber, countryCode: 'GB', phoneNumberType: 'local' }],
      },
    });
    const planned = await plan(org);
    expect(actions(planned)).toMatchObject({ number: 'adopt', queue: 'nothing', route: 'create' });
    expect(planned.number).toMatchObject({ smsPhoneNumber: phoneNumber, charge: 'goes on' });
  });

  it('says of a US long code that it cannot send for weeks, and of a secret without recipient that no text is sent', async () => {
    const us = lab.addOrg({ registration: { sms: { countryCode: 'US', phoneNumberType: 'local' } } });
    expect((await plan(us)).hints).toEqual([expect.stringContaining('10DLC')]);
    const silent = lab.addOrg({ secret: { testSmsTo: undefined } });
    expect(await plan(silent)).toMatchObject({
      sendsText: false,
      problems: [],
      hints: [expect.stringContaining('no testSmsTo')],
    });
  });
});

describe('PlanLabOrg of an org in the ledger', () => {
  it('finds nothing to do in one that is as provisioned, by its id alone', async () => {
    const org = await readyOrg();
    const planned = await plan(org, { genesysOrgId: org.id });
    expect(planned).toMatchObject({ status: 'ready', problems: [], number: { charge: 'goes on' } });
    expect(actions(planned)).toMatchObject({ flow: 'nothing', number: 'nothing', queue: 'nothing', route: 'nothing' });
  });

  it('publishes a changed flow anew, and takes a purchase in doubt as one that may cost', async () => {
    const changed = await readyOrg({ messageFlow: flowEntry({ contentHash: 'of an earlier flow' }) });
    expect(actions(await plan(changed))).toMatchObject({ flow: 'change', number: 'nothing' });
    const smsPhoneNumber = '+447700900198';
    const inDoubt = lab.addOrg();
    await inDoubt.inLedger({
      smsPhoneNumber: numberEntry({ state: 'purchasing', smsPhoneNumber, attempts: [attemptOf(smsPhoneNumber)] }),
    });
    const planned = await plan(inDoubt);
    expect(planned).toMatchObject({
      heldBy: expect.any(String) as string,
      number: { smsPhoneNumber, charge: 'possible' },
    });
    expect(actions(planned)).toMatchObject({ number: 'buy', queue: 'change' });
  });

  it('buys another where the candidate was given up or never bought and no longer wanted', async () => {
    const smsPhoneNumber = '+447700900199';
    const org = lab.addOrg({ registration: { sms: { ...LOCAL } } });
    await org.inLedger({ smsPhoneNumber: numberEntry({ state: 'chosen', smsPhoneNumber }) });
    expect(thing(await plan(org), 'number')).toContain('-> a local number of GB, bought');
  });
});

const foreignNumber = '+442079460042';
const OBSTACLES: readonly [name: string, options: LabOrgOptions, says: RegExp, refused: PlannedThingName][] = [
  ['PermissionsMissing', { permissions: ['routing:queue:view'] }, /architect:flow:add/, 'access'],
  ['QueueNotFound', { org: { queues: [] } }, /no queue named exactly "G Ride"/, 'queue'],
  ['QueueNameAmbiguous', { org: { queues: [{ name: 'G Ride' }, { name: 'G Ride' }] } }, /Rename all but one/, 'queue'],
  [
    'QueueNumberForeign',
    {
      org: {
        queues: [{ name: 'G Ride', smsPhoneNumber: foreignNumber }],
        phoneNumbers: [{ phoneNumber: foreignNumber, countryCode: 'GB', phoneNumberType: 'local' }],
      },
    },
    /already sends from \+442079460042/,
    'queue',
  ],
  ['MessageFlowForeign', { org: { flows: [{ name: FLOW_NAME }] } }, /"replace": \["flow"\]/, 'flow'],
  [
    'SmsPhoneNumberNotOwned',
    { registration: { sms: { ...LOCAL, phoneNumber: '+442079460043' } } },
    /not a number of this org/,
    'number',
  ],
  [
    'NoSmsPhoneNumberAvailable',
    { registration: { sms: { countryCode: 'GB', phoneNumberType: 'mobile', pattern: '999999999999999' } } },
    /another type or fewer filters/,
    'number',
  ],
];

describe('PlanLabOrg of an org in which something stands in the way', () => {
  it.each(OBSTACLES)('names %s with what to do, and changes nothing', async (name, options, says, refused) => {
    const planned = await plan(lab.addOrg(options));
    expect(planned.problems.map((problem) => problem.name)).toContain(name);
    expect(planned.problems.find((problem) => problem.name === name)?.message).toMatch(says);
    expect(actions(planned)[refused]).toBe('refused');
  });

  it('names all problems at once', async () => {
    const planned = await plan(lab.addOrg({ org: { queues: [], flows: [{ name: FLOW_NAME }] } }));
    expect(planned.problems.map(({ name }) => name)).toEqual(['QueueNotFound', 'MessageFlowForeign']);
  });

  it('names a secret that is missing, spoilt or of another org, and can tell nothing else', async () => {
    const missing = lab.addOrg();
    lab.aws.secrets.delete(secretName(missing.id));
    const spoilt = lab.addOrg({ secret: { clientSecret: undefined } });
    const wrong = lab.addOrg({ secret: { clientSecret: 'not-the-right-one' } });
    const other = lab.addOrg();
    lab.aws.secrets.set(secretName(other.id), lab.aws.secrets.get(secretName(wrong.id)) ?? '');
    const stranger = lab.addOrg();
    const swapped = lab.addOrg();
    lab.aws.secrets.set(secretName(swapped.id), lab.aws.secrets.get(secretName(stranger.id)) ?? '');
    for (const [org, name] of [
      [missing, 'CredentialsMissing'],
      [spoilt, 'CredentialsInvalid'],
      [wrong, 'GenesysAuthenticationError'],
      [swapped, 'WrongOrg'],
    ] as const) {
      const planned = await plan(org);
      expect(planned.problems.map((problem) => problem.name)).toEqual([name]);
      expect(actions(planned)).toMatchObject({ access: 'refused', number: 'unknown', queue: 'unknown' });
      expect(planned.sendsText).toBeNull();
    }
  });

  it('names the limit of numbers before anything is bought', async () => {
    process.env.NUMBERS_PER_DAY = '0';
    try {
      const planned = await plan(lab.addOrg());
      expect(planned.problems).toMatchObject([{ name: 'SpendLimitReached' }]);
      expect(planned.number.charge).toBe('unknown');
    } finally {
      process.env.NUMBERS_PER_DAY = '1000';
    }
  });

  it('refuses a registration that the first stage would refuse, and an org that nobody knows', async () => {
    const org = lab.addOrg();
    const bad = { registration: { ...org.registration, sms: {}, flow: 'nonsense' } };
    await expect(handler(bad, lambdaContext())).rejects.toThrow(/sms.countryCode .* flow \("nonsense"\)/);
    await expect(handler({ genesysOrgId: org.id }, lambdaContext())).rejects.toMatchObject({
      name: 'LabOrgNotProvisioned',
    });
    expect(org.requests()).toEqual([]);
  });
});
