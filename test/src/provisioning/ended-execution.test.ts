import { failedExecution } from '../../../src/provisioning/ended-execution.ts';
import type { ErrorName } from '../../../src/workflow/error-names.ts';
import { executionArn } from '../../support/ledger-records.ts';
import type { Machine } from '../../support/ledger-records.ts';

const SAID = 'What failed, and what to do.';

const messageOf = (machine: Machine, error: ErrorName): string =>
  failedExecution({
    executionArn: executionArn('run-1', machine),
    stateMachineArn: '',
    name: 'run-1',
    status: 'FAILED',
    stopDate: 0,
    input: null,
    error,
    cause: JSON.stringify({ errorType: error, errorMessage: SAID }),
  }).message;

describe('the words of a failed execution', () => {
  it.each<[Machine, ErrorName]>([
    ['provisioning', 'MessageFlowLocked'],
    ['provisioning', 'QueueChangedUnexpectedly'],
    ['provisioning', 'GenesysPermissionError'],
    ['provisioning', 'GenesysRequestError'],
    ['provisioning', 'GenesysConflictError'],
    ['provisioning', 'PurchaseInDoubt'],
    ['verification', 'GenesysPermissionError'],
    ['decommissioning', 'LeftBehind'],
  ])('are those of the %s as it threw %s as its last word, although another machine tries that again', (...of) => {
    expect(messageOf(...of)).toBe(SAID);
  });

  it.each<[Machine, ErrorName, string]>([
    ['provisioning', 'MessageFlowNotReady', 'Redrive this execution'],
    ['provisioning', 'GenesysUnavailableError', 'Redrive this execution'],
    ['verification', 'TestSmsReceiptPending', 'Ask for another verification'],
    ['decommissioning', 'GenesysRequestError', 'Ask for the decommissioning again'],
  ])('of a %s that gave up on %s say what to do next', (machine, error, next) => {
    expect(messageOf(machine, error)).toContain(`${SAID} It has given up. ${next}`);
  });
});
