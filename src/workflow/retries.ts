import type { ErrorName } from './error-names.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './timeouts.ts';
import { VERIFICATION_STAGES, type TaskStage } from './stages.ts';

/** One retrier of a Task, in seconds; `maxAttempts` counts the repeats, not the first try. */
export interface RetryRule {
  errors: readonly string[];
  intervalSeconds: number;
  maxAttempts: number;
  backoffRate: number;
  /** The longest single wait, where a growing one has to stay a poll. */
  maxDelaySeconds?: number;
  /** What its errors have in common, for the documents; without it, they are listed. */
  summary?: string;
}

/**
 * What Lambda and Step Functions report about an invocation, as opposed to what our code throws. CDK's own list lacks
 * the throttle and the function's timeout, which newer runtimes call Sandbox.Timedout.
 */
const INVOCATION: RetryRule = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    'States.Timeout',
  ],
  intervalSeconds: 2,
  maxAttempts: 5,
  backoffRate: 2,
};

const GENESYS_BUSY: ErrorName[] = [
  'GenesysRateLimitError',
  'GenesysUnavailableError',
  'LedgerContention',
  'EventNotAccepted',
];

/** AWS is busy: what DynamoDB, Secrets Manager, EventBridge and Step Functions answer after the SDK's own three tries. */
const AWS_BUSY = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalServiceError',
  'InternalException',
  'ServiceUnavailableException',
  'TimeoutError',
];

/**
 * Genesys or the ledger is busy. The client has spent its seconds (4 attempts, at most 25 s); these are the minutes:
 * 15 + 30 + 60 + 120 + 240 s, so a stage gives up after about 10 minutes, function time included.
 */
const BUSY: RetryRule = {
  errors: [...GENESYS_BUSY, ...AWS_BUSY],
  intervalSeconds: 15,
  maxAttempts: 5,
  backoffRate: 2,
};

/** A poll: soon at first, since most waits are short, then every `maxDelaySeconds`. */
function poll(error: ErrorName, maxDelaySeconds: number, maxAttempts: number): RetryRule {
  return { errors: [error], intervalSeconds: 2, maxAttempts, backoffRate: 1.5, maxDelaySeconds };
}

/** A rotated secret: the container that held the old one has forgotten it, so the next attempt reads the new one. */
const ROTATED: RetryRule = {
  errors: ['GenesysAuthenticationError'],
  intervalSeconds: 2,
  maxAttempts: 1,
  backoffRate: 1,
};

/**
 * A change without an answer that isn't seen either: looked at again soon, 5 + 10 + ... + 80 s. Every stage looks before it
 * changes anything, a flow job without an upload does nothing, and the purchase has its own name for it.
 */
const IN_DOUBT: RetryRule = {
  errors: ['GenesysAmbiguousOutcomeError'],
  intervalSeconds: 5,
  maxAttempts: 5,
  backoffRate: 2,
};

/** How often a stage may go back for another candidate: the fifth refusal in one execution is final. */
export const CANDIDATES_PER_EXECUTION = 5;

/** An ended holder's last call may land one function timeout later: 2 + 3 + 4.5 + 5 x 8 s is longer than that. */
const SETTLING = poll('ClaimSettling', 5, 3 + FUNCTION_TIMEOUT_SECONDS / 5 + 2);

/** An undo that Genesys refuses now may pass a little later (10 + 20 + 40 s); then it is recorded as left. */
const REFUSED_UNDO: RetryRule = {
  summary: 'a refused undo',
  errors: [
    'GenesysConflictError',
    'GenesysRequestError',
    'GenesysPermissionError',
    'QueueChangedUnexpectedly',
    'MessageRouteNotKept',
    'MessageFlowLocked',
    'SmsPhoneNumberInUse',
    'SmsPhoneNumberReleaseFailed',
  ],
  intervalSeconds: 10,
  maxAttempts: 3,
  backoffRate: 2,
};

/** In doubt: the same number again, 10 + 17 + ... + 410 s, together 16 minutes. */
const PURCHASE_IN_DOUBT: RetryRule = {
  errors: ['PurchaseInDoubt'],
  intervalSeconds: 10,
  maxAttempts: 8,
  backoffRate: 1.7,
};

/** What each stage waits for or tries again, beside `IN_DOUBT`, `BUSY` and `INVOCATION`. */
const OWN: Partial<Record<TaskStage, readonly RetryRule[]>> = {
  // An earlier registration's flow is still being published: 10 minutes.
  PublishMessageFlow: [poll('MessageFlowNotReady', 10, 65)],
  // Flow jobs take seconds; the official Terraform provider waits up to 16 minutes for one: 110 polls are 18.
  AwaitMessageFlow: [poll('MessageFlowNotReady', 10, 110)],
  PurchaseSmsPhoneNumber: [
    // A refused candidate costs nothing: the next one at once. The stage itself counts and stops.
    { errors: ['SmsPhoneNumberRefused'], intervalSeconds: 1, maxAttempts: CANDIDATES_PER_EXECUTION, backoffRate: 1 },
    PURCHASE_IN_DOUBT,
  ],
  // Activation times are unpublished: 250 polls, at last every 15 s, are an hour.
  AwaitSmsPhoneNumber: [poll('SmsPhoneNumberNotReady', 15, 250)],
  AssignQueueOutboundNumber: [poll('SmsPhoneNumberNotReady', 10, 30)],
  // The recipient of a new number appears with a delay: 10 minutes.
  RouteMessagesToFlow: [poll('RecipientNotReady', 10, 65), poll('MessageRouteNotKept', 5, 3)],
  // The stage itself says "sent, receipt pending" after 5 minutes; 45 polls are 7.
  AwaitTestSmsReceipt: [poll('TestSmsReceiptPending', 10, 45)],
  UnrouteMessages: [REFUSED_UNDO],
  UnassignQueueOutboundNumber: [REFUSED_UNDO],
  // A job of a failed run may still be publishing.
  DeleteMessageFlow: [poll('MessageFlowNotReady', 10, 65), REFUSED_UNDO],
  // A number that is still being bought is released when it is there: up to an hour, as for its activation.
  ReleaseSmsPhoneNumber: [poll('SmsPhoneNumberNotReady', 15, 250), PURCHASE_IN_DOUBT, REFUSED_UNDO],
  AwaitSmsPhoneNumberReleased: [poll('SmsPhoneNumberNotReleased', 15, 250), REFUSED_UNDO],
};

/** Stages whose repeat does harm: a text is sent once, so not even a lost answer from Lambda repeats it. */
const NEVER_REPEATED: readonly TaskStage[] = ['SendTestSms'];

/** Stages that take no claim, and so wait for no earlier holder: neither at the beginning nor after a redrive. */
const WITHOUT_CLAIM: readonly TaskStage[] = VERIFICATION_STAGES;

/** The retriers of a stage in the order in which the state machine tries them. */
export function retryRules(stage: TaskStage): readonly RetryRule[] {
  if (NEVER_REPEATED.includes(stage)) return [];
  const settling = WITHOUT_CLAIM.includes(stage) ? [] : [SETTLING];
  return [...settling, ...(OWN[stage] ?? []), ROTATED, IN_DOUBT, BUSY, INVOCATION];
}

/** Whether the state machine tries the stage again, or goes back, after an error of that name. */
export function isRetriedOrCaught(stage: TaskStage, errorName: string): boolean {
  const caught: Partial<Record<TaskStage, ErrorName>> = CAUGHT;
  return caught[stage] === errorName || retryRules(stage).some((rule) => rule.errors.includes(errorName));
}

/** The only two ways back: a failed job to its Publish, a failed number to its Purchase. Both are bounded by the stages. */
export const CAUGHT = {
  AwaitMessageFlow: 'MessageFlowJobFailed',
  AwaitSmsPhoneNumber: 'SmsPhoneNumberFailed',
} as const satisfies Partial<Record<TaskStage, ErrorName>>;
