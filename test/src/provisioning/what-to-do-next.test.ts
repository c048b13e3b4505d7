import { changeAsHolder } from '../../../src/ledger/claims.ts';
import type { LedgerTable } from '../../../src/ledger/ledger-table.ts';
import { failedExecution } from '../../../src/provisioning/ended-execution.ts';
import { START_TIME, claimedRecord, executionArn, registrationOf } from '../../support/ledger-records.ts';

/** Who does not hold the org asks the ledger nothing. */
const UNTOUCHED = undefined as unknown as LedgerTable;
const ORG_ID = '77777777-2222-4333-8444-555555555555';

/** What people are told of an execution that ended like that. */
const told = (machine: 'provisioning' | 'verification' | 'decommissioning', error: string, cause: string): string =>
  failedExecution(
    {
      executionArn: executionArn('run-1', machine),
      stateMachineArn: '',
      name: 'run-1',
      status: 'FAILED',
      stopDate: Date.parse(START_TIME),
      input: null,
      error,
      cause: JSON.stringify({ errorMessage: cause }),
    },
    ORG_ID,
  ).message;

describe('what people are told of a failed execution', () => {
  it.each([
    ['GenesysRequestError', 'Genesys said no.', 'Genesys said no. Redrive this execution'],
    ['GenesysUnavailableError', 'Genesys is down', 'Genesys is down. The run has tried as often as it may. Redrive'],
    ['MessageFlowNotReady', 'still at work.', 'still at work. The run has waited as long as it may. Redrive'],
    ['States.Runtime', 'no such path', 'no such path. Redrive this execution'],
  ])('of %s names the org and says what to do', (error, cause, words) => {
    expect(told('provisioning', error, cause)).toContain(`Org ${ORG_ID}: ${words}`);
  });

  it.each(['QueueNotFound', 'PurchaseInDoubt', 'MessageFlowLocked', 'QueueChangedUnexpectedly'])(
    "of %s is the stage's own message, which says what to do",
    (error) => {
      expect(told('provisioning', error, 'Its own words.')).toBe('Its own words.');
    },
  );

  it('names no org twice', () => {
    expect(told('provisioning', 'States.Timeout', `Org ${ORG_ID} took too long.`).split(ORG_ID)).toHaveLength(2);
  });

  it('says the way that each state machine goes on', () => {
    expect(told('verification', 'States.Timeout', 'late')).toContain('(event Lab Org SMS Verification Requested)');
    expect(told('decommissioning', 'States.Timeout', 'late')).toContain('(event Lab Org Decommission Requested;');
  });
});

describe('an execution that has lost the org', () => {
  it.each([
    ['provisioning', 'Register the org again instead of redriving'],
    ['decommissioning', 'ask for its decommissioning again (event Lab Org Decommission Requested;'],
  ] as const)('of %s is told how to go on with what it was for', async (machine, words) => {
    const record = {
      ...claimedRecord(registrationOf(ORG_ID), { claim: undefined }),
      revision: 1,
      writeToken: '',
      updatedAt: START_TIME,
    };
    const me = { executionArn: executionArn('an-old-run', machine), redriveCount: 1 };
    await expect(changeAsHolder(UNTOUCHED, record, me, {})).rejects.toMatchObject({
      name: 'ClaimLost',
      message: expect.stringContaining(words) as string,
    });
  });
});
