import type { LabOrgRecord, MessageFlowEntry, RecordChanges } from '../../../src/ledger/lab-org-record.ts';
import { leftBehind, staysUnsaid } from '../../../src/provisioning/left-behind.ts';
import { regionToConnect } from '../../../src/provisioning/sms-phone-number-entry.ts';
import {
  attemptOf,
  claimedRecord,
  decommissioningChanges,
  FLOW_ID,
  flowEntry,
  numberEntry,
  provisionedEntries,
  registrationOf,
} from '../../support/ledger-records.ts';

const NUMBER = '+447700900101';

const recordWith = (changes: RecordChanges): LabOrgRecord => {
  const record = claimedRecord(registrationOf('one'), { ...decommissioningChanges(), ...changes });
  return { ...record, revision: 1, writeToken: 'token', updatedAt: '' };
};
const stagesOf = (changes: RecordChanges): string[] => leftBehind(recordWith(changes), {}).map(({ stage }) => stage);
const byHandOf = (changes: RecordChanges): string =>
  leftBehind(recordWith(changes), {})[0]?.byHand ?? 'nothing is left';

describe('what is left behind', () => {
  it('is nothing where every entry is closed', () => {
    expect(stagesOf({})).toEqual([]);
    expect(stagesOf({ smsPhoneNumber: numberEntry({ state: 'released' }) })).toEqual([]);
    expect(stagesOf({ smsPhoneNumber: numberEntry({ state: 'none' }) })).toEqual([]);
  });

  it('is every open entry in the order of the stages, with the reason of the one that gave up', () => {
    const left = leftBehind(recordWith(provisionedEntries()), { DeleteMessageFlow: 'It is locked.' });
    expect(left.map(({ stage, reason }) => [stage, reason])).toEqual([
      ['UnrouteMessages', 'it had no turn'],
      ['UnassignQueueOutboundNumber', 'it had no turn'],
      ['DeleteMessageFlow', 'It is locked.'],
      ['ReleaseSmsPhoneNumber', 'it had no turn'],
    ]);
  });

  it('is a number whose release was ordered under the stage that waits for it, unless the order itself failed', () => {
    const record = recordWith({ smsPhoneNumber: numberEntry({ state: 'releasing' }) });
    expect(leftBehind(record, { AwaitSmsPhoneNumberReleased: 'slow' })).toMatchObject([
      { stage: 'AwaitSmsPhoneNumberReleased', reason: 'slow' },
    ]);
    expect(leftBehind(record, { ReleaseSmsPhoneNumber: 'in use', AwaitSmsPhoneNumberReleased: 'no' })).toMatchObject([
      { stage: 'ReleaseSmsPhoneNumber', reason: 'in use' },
    ]);
  });

  it.each<[string, RecordChanges]>([
    ['an adopted number', { smsPhoneNumber: numberEntry({ isAdopted: true }) }],
    ['a candidate that was never bought', { smsPhoneNumber: numberEntry({ state: 'chosen' }) }],
    ['a flow that was there before us', { messageFlow: flowEntry({ origin: 'updated' }) }],
    ['a flow that was only named', { messageFlow: { name: 'GRide100MessageFlow' } }],
  ])('is never %s: nobody is told to remove what is not ours', (_what, changes) => {
    expect(leftBehind(recordWith(changes), {})).toEqual([]);
  });

  it('is an adopted number that the request spelled out, also when only an earlier request did', () => {
    const smsPhoneNumber = numberEntry({ isAdopted: true });
    expect(stagesOf({ ...decommissioningChanges({ releaseAdopted: NUMBER }), smsPhoneNumber })).toEqual([
      'ReleaseSmsPhoneNumber',
    ]);
    expect(stagesOf({ smsPhoneNumber: { ...smsPhoneNumber, state: 'releasing' } })).toHaveLength(1);
  });

  it('is a flow whose job was begun where there was none before', () => {
    const job: NonNullable<MessageFlowEntry['job']> = {
      id: 'job-1',
      contentHash: 'hash',
      previousFlowId: null,
      wasOurs: false,
      executionArn: 'arn',
      failures: 0,
    };
    expect(stagesOf({ messageFlow: { name: 'Flow', job } })).toEqual(['DeleteMessageFlow']);
    expect(stagesOf({ messageFlow: { name: 'Flow', job: { ...job, previousFlowId: 'theirs' } } })).toEqual([]);
  });
});

describe('the step by hand', () => {
  it('gives the recipient of an adopted number its flow back, and takes the flow off one that goes', () => {
    const recipient = { id: NUMBER, previousFlowId: 'theirs', routedFlowId: FLOW_ID };
    expect(byHandOf({ recipient, smsPhoneNumber: numberEntry({ isAdopted: true }) })).toContain(
      'set its flow to theirs',
    );
    expect(byHandOf({ recipient, smsPhoneNumber: numberEntry() })).toContain('remove its flow');
  });

  it('releases a number in doubt only if it is there', () => {
    const inDoubt = numberEntry({ state: 'in doubt', attempts: [attemptOf(NUMBER)] });
    expect(byHandOf({ smsPhoneNumber: inDoubt })).toContain('if it is there, release it');
    expect(byHandOf({ smsPhoneNumber: numberEntry() })).toMatch(/Inventory: release it$/);
  });
});

describe('what stays although its stage could not say so', () => {
  it('is the adopted number and the flows that were there before', () => {
    const superseded = [flowEntry({ id: 'older', origin: 'updated' })];
    const record = recordWith({
      smsPhoneNumber: numberEntry({ isAdopted: true }),
      messageFlow: flowEntry({ superseded }),
    });
    expect(staysUnsaid(record)).toMatchObject([
      { what: 'message flow', id: 'older' },
      { what: 'SMS phone number', id: NUMBER },
    ]);
  });

  it('is nothing that is ours', () => {
    expect(staysUnsaid(recordWith(provisionedEntries()))).toEqual([]);
  });
});

describe('the region to connect to', () => {
  const smsPhoneNumber = numberEntry({ genesysRegion: 'eu-central-1' });
  const { smsPhoneNumber: phoneNumber = '' } = smsPhoneNumber;
  const inDoubt = { ...smsPhoneNumber, state: 'in doubt' as const, attempts: [attemptOf(phoneNumber)] };
  const released = { ...smsPhoneNumber, state: 'released' as const };
  const registration = registrationOf('org-1', { abandonCandidate: phoneNumber });

  it.each<[string, RecordChanges]>([
    ['while it is decommissioned', { smsPhoneNumber }],
    [
      'while it is provisioned: the number stays, and the registration is refused',
      { smsPhoneNumber, status: 'provisioning' },
    ],
    ['where provisioning failed, as by such a refusal', { smsPhoneNumber, status: 'failed' }],
    ['where it may have been bought', { smsPhoneNumber: inDoubt, status: 'provisioning' }],
    ['while it is released', { smsPhoneNumber: { ...smsPhoneNumber, state: 'releasing' }, status: 'provisioning' }],
    ['where it is released and the rest is undone again', { smsPhoneNumber: released }],
  ])('is that of the number %s', (_when, changes) => {
    expect(regionToConnect(recordWith(changes))).toBe('eu-central-1');
  });

  it.each<[string, RecordChanges]>([
    ['where the number is of an earlier life', { smsPhoneNumber: released, status: 'provisioning' }],
    ['where the number was never bought', { smsPhoneNumber: { ...inDoubt, attempts: [] }, status: 'provisioning' }],
    ['where it was given up', { smsPhoneNumber: inDoubt, registration, status: 'provisioning' }],
    ['where there is no number', {}],
  ])('is that of the registration %s', (_when, changes) => {
    expect(regionToConnect(recordWith(changes))).toBe('eu-west-2');
  });
});
