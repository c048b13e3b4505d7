import { CAUGHT, CANDIDATES_PER_EXECUTION, isRetriedOrCaught, retryRules } from '../../../src/workflow/retries.ts';
import type { RetryRule } from '../../../src/workflow/retries.ts';
import { ERROR_NAMES } from '../../../src/workflow/error-names.ts';
import {
  DECOMMISSIONING_STAGES,
  PROVISIONING_STAGES,
  STAGES,
  stageFolder,
  TASK_STAGES,
  UNDOING_STAGES,
} from '../../../src/workflow/stages.ts';
import { FUNCTION_TIMEOUT_SECONDS, REQUEST_TIMEOUT_MS, TASK_TIMEOUT_SECONDS } from '../../../src/workflow/timeouts.ts';

const ruleOf = (stage: (typeof TASK_STAGES)[number], error: string): RetryRule => {
  const rule = retryRules(stage).find(({ errors }) => errors.includes(error));
  if (rule === undefined) throw new Error(`${stage} does not retry ${error}`);
  return rule;
};

/** What Step Functions waits in all, in seconds. */
const totalSeconds = ({ intervalSeconds, maxAttempts, backoffRate, maxDelaySeconds = Infinity }: RetryRule): number =>
  Array.from({ length: maxAttempts }, (_, index) =>
    Math.min(maxDelaySeconds, intervalSeconds * backoffRate ** index),
  ).reduce((sum, seconds) => sum + seconds, 0);

describe('the retry table', () => {
  it('never repeats the stage that sends a text, not even after an error of Lambda itself', () => {
    expect(retryRules('SendTestSms')).toEqual([]);
    expect(isRetriedOrCaught('SendTestSms', 'Lambda.ServiceException')).toBe(false);
  });

  it.each(TASK_STAGES.filter((stage) => stage !== 'SendTestSms'))(
    'repeats %s when Lambda, AWS or Genesys is busy',
    (stage) => {
      for (const error of [
        'Lambda.TooManyRequestsException',
        'Sandbox.Timedout',
        'States.Timeout',
        'LedgerContention',
      ]) {
        expect(isRetriedOrCaught(stage, error)).toBe(true);
      }
      for (const error of [
        'GenesysRateLimitError',
        'GenesysUnavailableError',
        'EventNotAccepted',
        'ThrottlingException',
      ]) {
        expect(isRetriedOrCaught(stage, error)).toBe(true);
      }
    },
  );

  it.each(TASK_STAGES)('does not repeat %s for what only a person can mend', (stage) => {
    for (const error of ['ClaimLost', 'LabOrgBusy', 'WrongOrg', 'PermissionsMissing', 'Error']) {
      expect(isRetriedOrCaught(stage, error)).toBe(false);
    }
  });

  it.each(TASK_STAGES.filter((stage) => stage !== 'SendTestSms'))(
    'repeats %s once after refused credentials',
    (stage) => {
      // The container has forgotten the secret by then, so a rotated one is read.
      expect(ruleOf(stage, 'GenesysAuthenticationError').maxAttempts).toBe(1);
    },
  );

  it('names only errors of the product and of AWS', () => {
    const known: readonly string[] = ERROR_NAMES;
    for (const { errors } of TASK_STAGES.flatMap((stage) => retryRules(stage))) {
      for (const error of errors)
        expect(
          known.includes(error) || /^(Lambda|Sandbox|States)\.|Exception$|^(Request|Internal|Timeout)/.test(error),
        ).toBe(true);
    }
  });

  it('goes back from a failed job and a failed number, and from nothing else', () => {
    expect(CAUGHT).toEqual({ AwaitMessageFlow: 'MessageFlowJobFailed', AwaitSmsPhoneNumber: 'SmsPhoneNumberFailed' });
    expect(isRetriedOrCaught('AwaitMessageFlow', 'MessageFlowJobFailed')).toBe(true);
    expect(isRetriedOrCaught('AwaitMessageFlow', 'MessageFlowPublishFailed')).toBe(false);
    expect(isRetriedOrCaught('PurchaseSmsPhoneNumber', 'SmsPhoneNumberFailed')).toBe(false);
  });

  it('asks for the next candidate as often as the stage counts, so that the stage has the last word', () => {
    expect(ruleOf('PurchaseSmsPhoneNumber', 'SmsPhoneNumberRefused').maxAttempts).toBe(CANDIDATES_PER_EXECUTION);
  });

  it.each([...PROVISIONING_STAGES, ...DECOMMISSIONING_STAGES])(
    'lets %s wait longer for an ended holder, or for itself before a redrive, than a last call can take',
    (stage) => {
      expect(totalSeconds(ruleOf(stage, 'ClaimSettling'))).toBeGreaterThan(FUNCTION_TIMEOUT_SECONDS + 5);
    },
  );

  it.each([
    ['AwaitMessageFlow', 'MessageFlowNotReady', 16],
    ['PurchaseSmsPhoneNumber', 'PurchaseInDoubt', 15],
    ['AwaitSmsPhoneNumber', 'SmsPhoneNumberNotReady', 60],
    ['RouteMessagesToFlow', 'RecipientNotReady', 10],
    ['AwaitTestSmsReceipt', 'TestSmsReceiptPending', 6],
  ] as const)('lets %s wait for %s at least %i minutes', (stage, error, minutes) => {
    expect(totalSeconds(ruleOf(stage, error)) / 60).toBeGreaterThanOrEqual(minutes);
  });
});

describe('an undo', () => {
  it.each(UNDOING_STAGES)('of %s that Genesys refuses is tried three times more, over a minute at least', (stage) => {
    for (const error of [
      'GenesysConflictError',
      'GenesysRequestError',
      'GenesysPermissionError',
      'MessageFlowLocked',
    ]) {
      expect(ruleOf(stage, error).maxAttempts).toBe(3);
      expect(totalSeconds(ruleOf(stage, error))).toBeGreaterThanOrEqual(60);
    }
  });

  it('is not tried again for what waiting does not mend', () => {
    for (const error of ['CredentialsMissing', 'ClaimLost'])
      expect(isRetriedOrCaught('ReleaseSmsPhoneNumber', error)).toBe(false);
  });

  it.each([
    ['ReleaseSmsPhoneNumber', 'SmsPhoneNumberNotReady', 60],
    ['AwaitSmsPhoneNumberReleased', 'SmsPhoneNumberNotReleased', 60],
    ['DeleteMessageFlow', 'MessageFlowNotReady', 10],
  ] as const)('lets %s wait for %s at least %i minutes', (stage, error, minutes) => {
    expect(totalSeconds(ruleOf(stage, error)) / 60).toBeGreaterThanOrEqual(minutes);
  });

  it('waits longer for an ended holder than its last call can take', () => {
    expect(totalSeconds(ruleOf('ClaimLabOrgForRelease', 'ClaimSettling'))).toBeGreaterThan(
      FUNCTION_TIMEOUT_SECONDS + 5,
    );
  });
});

describe('the clocks', () => {
  it('are nested: request, function, task', () => {
    expect(REQUEST_TIMEOUT_MS).toBeLessThan(FUNCTION_TIMEOUT_SECONDS * 1_000);
    expect(FUNCTION_TIMEOUT_SECONDS).toBeLessThan(TASK_TIMEOUT_SECONDS);
  });
});

describe('the folder of a stage', () => {
  it('is its name in kebab case', () => {
    expect(stageFolder('ClaimLabOrg')).toBe('claim-lab-org');
    expect(stageFolder('AwaitTestSmsReceipt')).toBe('await-test-sms-receipt');
    expect(new Set(STAGES.map(stageFolder)).size).toBe(STAGES.length);
  });
});
