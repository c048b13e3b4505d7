import type { Models } from 'purecloud-platform-client-v2';
import type { LabOrgRecord, RecordChanges, SmsPhoneNumberEntry } from '../../../src/ledger/lab-org-record.ts';
import { observeDoubt, observeNumbers } from '../../../src/provisioning/check-numbers.ts';
import {
  attemptOf,
  claimedRecord,
  numberEntry,
  provisionedEntries,
  queueEntry,
  registrationOf,
  START_TIME,
} from '../../support/ledger-records.ts';

const OWN = '+447700900101';
const OTHER = '+447700900202';

const recordOf = (changes: RecordChanges = {}): LabOrgRecord => {
  const ready = { claim: undefined, status: 'ready', ...provisionedEntries(OWN), ...changes } as const;
  return { ...claimedRecord(registrationOf('org-1'), ready), revision: 1, writeToken: 'token', updatedAt: START_TIME };
};
const withEntry = (changes: Partial<SmsPhoneNumberEntry>): LabOrgRecord =>
  recordOf({ smsPhoneNumber: numberEntry({ smsPhoneNumber: OWN, ...changes }) });
const number = (phoneNumber: string, changes: Partial<Models.SmsPhoneNumber> = {}): Models.SmsPhoneNumber => ({
  phoneNumber,
  phoneNumberStatus: 'ACTIVE',
  provisioningStatus: { action: 'Create', state: 'Completed', version: 1 },
  dateCreated: '2026-11-01T00:00:00.000Z',
  version: 1,
  ...changes,
});
const seen = (record: LabOrgRecord, ...inventory: Models.SmsPhoneNumber[]): [string, string][] =>
  observeNumbers(record, [number(OWN), ...inventory]).map(({ finding, resourceId }) => [finding, resourceId]);
const said = (record: LabOrgRecord, found: Models.SmsPhoneNumber): string =>
  observeNumbers(record, [found])[0]?.message ?? '';

describe('a number that lab-sms may have caused', () => {
  it.each([
    ['whose answer never came', undefined, 'never knew the answer'],
    ['whose order was taken', 'accepted', 'Genesys took the order'],
    ['that was refused', 'refused', 'Genesys refused it'],
  ] as const)('is one that was asked for, also one %s', (_which, result, words) => {
    const attempt = attemptOf(OTHER, result === undefined ? {} : { result });
    const record = withEntry({ attempts: [attempt] });
    expect(seen(record, number(OTHER))).toEqual([['stray number', OTHER]]);
    expect(said(record, number(OTHER))).toContain(`lab-sms asked for it at ${START_TIME}`);
    expect(said(record, number(OTHER))).toContain(words);
  });

  it('is one that lab-sms has released and that is there again', () => {
    const record = withEntry({ state: 'released', smsPhoneNumber: OTHER, releasedAt: '2026-11-20T00:00:00.000Z' });
    expect(observeNumbers(record, [number(OTHER)])).toMatchObject([{ finding: 'stray number', expected: 'none' }]);
    expect(said(record, number(OTHER))).toContain('lab-sms released it, which was over at 2026-11-20');
  });

  it('that shows as failed is told with other words', () => {
    const failed = {
      phoneNumberStatus: 'INVALID',
      provisioningStatus: { action: 'Create', state: 'Failed', version: 1 },
    };
    const record = withEntry({ attempts: [attemptOf(OTHER, { result: 'accepted' })] });
    expect(said(record, number(OTHER, failed))).toMatch(/shows as failed; look whether it is billed/);
  });

  it('is none that was never sent: it is somebody else’s', () => {
    const record = withEntry({ attempts: [attemptOf(OTHER, { result: 'unsent' })] });
    expect(seen(record, number(OTHER))).toEqual([['unknown number', OTHER]]);
    const mereChoice = { smsPhoneNumber: OTHER, executionArn: 'run-0', reason: 'it turned up in the org' };
    expect(seen(withEntry({ refused: [mereChoice] }), number(OTHER))).toEqual([['unknown number', OTHER]]);
  });
});

describe('a number that is no news', () => {
  it.each<[string, LabOrgRecord, Models.SmsPhoneNumber]>([
    ['was there before the org was registered', recordOf(), number(OTHER, { dateCreated: '2026-02-28T00:00:00Z' })],
    ['is to be adopted', recordOf(adopting()), number(OTHER)],
    ['was the queue’s before', recordOf({ queue: queueEntry({ previousSmsPhoneNumber: OTHER }) }), number(OTHER)],
    ['was kept by a decommissioning', recordOf(keeping()), number(OTHER)],
    ['is being released', recordOf(), number(OTHER, { phoneNumberStatus: 'PENDING_CANCELLATION' })],
    [
      'is being released, as Genesys’s last action tells',
      withEntry({ attempts: [attemptOf(OTHER)] }),
      number(OTHER, { provisioningStatus: { action: 'Delete', state: 'Running', version: 2 } }),
    ],
  ])('%s', (_which, record, found) => {
    expect(seen(record, found)).toEqual([]);
  });

  function adopting(): RecordChanges {
    const sms = { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: OTHER } as const;
    return { registration: registrationOf('org-1', { sms }) };
  }
  function keeping(): RecordChanges {
    const kept = [{ what: 'SMS phone number', id: OTHER, why: 'it was there before' }] as const;
    return { decommissioning: { executionArn: 'run-0', requestedAt: START_TIME, kept: [...kept] } };
  }
});

it('tells 50 of other people’s numbers one by one, and of more only that there are', () => {
  const others = Array.from({ length: 53 }, (_, index) => number(`+4420794600${index + 10}`));
  const told = observeNumbers(recordOf(), others);
  expect(told).toHaveLength(51);
  expect(told.at(-1)).toMatchObject({ finding: 'unknown number', resourceId: 'org-1', value: 'there' });
  expect(told.at(-1)?.message).toContain('3 more numbers');
});

it('says who made a number of others, and when, as far as Genesys tells', () => {
  const byAda = number(OTHER, { createdBy: { id: 'ada', name: 'Ada' } as Models.User });
  expect(said(recordOf(), byAda)).toContain('made 2026-11-01T00:00:00.000Z, by Ada)');
  const { dateCreated, ...undated } = number(OTHER);
  expect(dateCreated).toBeDefined();
  expect(said(recordOf(), undated)).toContain('made at an unknown time, by somebody whom Genesys does not name');
});

describe('a purchase in doubt', () => {
  const doubtful = (changes: Partial<SmsPhoneNumberEntry> = {}): LabOrgRecord =>
    withEntry({ state: 'in doubt', attempts: [attemptOf(OWN)], ...changes });
  const running = {
    phoneNumberStatus: 'PENDING',
    provisioningStatus: { action: 'Create', state: 'Running', version: 1 },
  };
  const failed = {
    phoneNumberStatus: 'INVALID',
    provisioningStatus: { action: 'Create', state: 'Failed', version: 1 },
  };

  it.each<[string, Models.SmsPhoneNumber[], RegExp]>([
    ['ready', [number(OWN)], /It was: .* billed every month\. Register the org again/],
    ['running', [number(OWN, running)], /not active yet.*it is waited for/],
    ['failed', [number(OWN, failed)], /shows .* as failed.*another one is bought/],
    ['not there', [number(OTHER)], /not in the org now.*"abandonCandidate": "\+447700900101"/],
  ])('is told with the next step when the number is %s', (value, inventory, words) => {
    const [told, ...others] = observeDoubt(doubtful(), inventory);
    expect(others).toEqual([]);
    expect(told).toMatchObject({ finding: 'number in doubt', value, isCertain: true, resourceId: OWN });
    expect(told?.message).toMatch(words);
    expect(observeNumbers(doubtful(), [number(OWN)])).toEqual([]);
  });

  it.each<[string, LabOrgRecord]>([
    ['was only chosen', doubtful({ state: 'chosen' })],
    ['is active', doubtful({ state: 'active' })],
    ['is adopted', doubtful({ state: 'purchasing', isAdopted: true })],
    ['was definitely refused at every attempt', doubtful({ attempts: [attemptOf(OWN, { result: 'refused' })] })],
  ])('is none where the number %s', (_which, record) => {
    expect(observeDoubt(record, [number(OWN)])).toEqual([]);
  });
});
