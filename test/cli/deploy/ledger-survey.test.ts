import { surveyItems } from '../../../cli/deploy/ledger-survey.ts';

const A = '11111111-2222-4333-8444-555555555555';
const B = '66666666-7777-4888-9999-000000000000';
const org = (genesysOrgId: string, name: string, fields: object) => ({
  genesysOrgId,
  registration: { name },
  ...fields,
});
const numberIn = (state: string, isAdopted = false) => ({
  smsPhoneNumber: { state, isAdopted, smsPhoneNumber: '+447700900011' },
});

it.each([
  ['none', []],
  ['chosen', []],
  ['released', []],
  ['purchasing', ['bought, purchasing']],
  ['in doubt', ['bought, in doubt']],
  ['active', ['bought, active']],
  ['releasing', ['bought, releasing']],
])('a number that is %s is billed, as far as the ledger can know: %j', (state, shown) => {
  const { numbers } = surveyItems([org(A, 'Lab A', numberIn(state))]);
  expect(numbers.map((number) => number.state)).toEqual(shown);
});

it('tells an adopted number from a bought one', () => {
  expect(surveyItems([org(A, 'Lab A', numberIn('active', true))]).numbers).toMatchObject([
    { state: 'adopted, active' },
  ]);
});

it('tells what counts as bought though no record shows it, and nothing twice', () => {
  const total = { genesysOrgId: 'spend#total', members: new Set([`+447700900011 ${A}`, `+447700900022 ${B}`]) };
  const day = { genesysOrgId: 'spend#2026-03-01', members: new Set([`+447700900033 ${B}`]) };
  const { numbers } = surveyItems([org(A, 'Lab A', numberIn('active')), total, day]);
  expect(numbers).toEqual([
    { genesysOrgId: A, name: 'Lab A', smsPhoneNumber: '+447700900011', state: 'bought, active' },
    { genesysOrgId: B, name: 'no record', smsPhoneNumber: '+447700900022', state: 'counted as bought' },
  ]);
});

it('tells an org that is held from one whose last execution has ended unfinished', () => {
  const claim = { executionArn: 'arn', redriveCount: 0, since: '2026-03-01T09:00:00Z' };
  const { held, unfinished } = surveyItems([
    org(A, 'Lab A', { claim }),
    org(B, 'Lab B', { claim: { ...claim, ended: '2026-03-01T09:05:00Z' } }),
  ]);
  expect(held).toEqual([{ genesysOrgId: A, name: 'Lab A', executionArn: 'arn', since: claim.since }]);
  expect(unfinished).toEqual([{ genesysOrgId: B, name: 'Lab B' }]);
});
