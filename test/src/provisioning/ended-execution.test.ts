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
    ['provisioning', 'PurchaseInDoubt'],
    ['decommissioning', 'LeftBehind'],
  ])('are those of the %s as it threw %s as its last word, although another machine tries that again', (...of) => {
    expect(messageOf(...of)).toBe(SAID);
  });

  it.each<[Machine, ErrorName, string]>([
    ['provisioning', 'MessageFlowNotReady', 'The run has waited as long as it may. Redrive this execution'],
    ['provisioning', 'GenesysUnavailableError', 'The run has tried as often as it may. Redrive this execution'],
    // What Genesys says is no last word of ours, whether it was tried again or not.
    ['provisioning', 'GenesysRequestError', 'Redrive this execution'],
    ['verification', 'GenesysPermissionError', 'To try once more'],
    ['verification', 'TestSmsReceiptPending', 'The run has waited as long as it may. To try once more'],
    [
      'decommissioning',
      'GenesysRequestError',
      'The run has tried as often as it may. Ask for the decommissioning again',
    ],
  ])('of a %s that ended with %s say what to do next', (machine, error, next) => {
    expect(messageOf(machine, error)).toContain(`${SAID} ${next}`);
  });
});
