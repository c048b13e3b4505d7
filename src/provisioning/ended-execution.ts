import { ERROR_NAMES } from '../workflow/error-names.ts';
import { messageOfCause } from '../workflow/failure-cause.ts';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../workflow/names.ts';
import { ASK_TO_VERIFY, HOW_TO_DECOMMISSION } from '../workflow/next-steps.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import {
  DECOMMISSIONING_STAGES,
  PROVISIONING_STAGES,
  VERIFICATION_STAGES,
  type TaskStage,
} from '../workflow/stages.ts';
import { MISSING, machineNameIn, type StatusChangeDetail } from '../workflow/status-change.ts';

/** A failed execution: Step Functions' own words made readable. */
export interface FailedExecution {
  executionArn: string;
  redriveCount: number;
  status: string;
  error: string;
  message: string;
  /** ISO 8601. */
  stopped: string;
}

/** What has ended an execution that has no cause. */
const HOW_IT_ENDED: Readonly<Record<string, string>> = {
  ABORTED: 'The run was stopped',
  TIMED_OUT: 'The run took longer than it may and was ended',
};

/** What to do after a failure that doesn't say it itself, by state machine. */
const AGAIN: Readonly<Record<string, string>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: 'Register the org again.',
  [VERIFICATION_STATE_MACHINE_NAME]: `To try once more, ${ASK_TO_VERIFY}.`,
  [DECOMMISSIONING_STATE_MACHINE_NAME]: `Ask for the decommissioning again ${HOW_TO_DECOMMISSION}: it goes on with what is left.`,
};
const STAGES_OF: Readonly<Record<string, readonly TaskStage[]>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: PROVISIONING_STAGES,
  [VERIFICATION_STATE_MACHINE_NAME]: VERIFICATION_STAGES,
  [DECOMMISSIONING_STATE_MACHINE_NAME]: DECOMMISSIONING_STAGES,
};
const REDRIVE = 'Redrive this execution, which goes on from that stage, or register the org again.';

/**
 * Reads the end of an execution, as the status change event tells it or as Step Functions answers when it is asked. Our own
 * final errors say what to do; of a wait that has run out, of what Genesys and AWS say and of a stop, this says it.
 */
export function failedExecution(detail: StatusChangeDetail, genesysOrgId?: string): FailedExecution {
  const { executionArn, status } = detail;
  const stopped = new Date(detail.stopDate ?? Date.now()).toISOString();
  const error = detail.error ?? status;
  const said = messageOfCause(detail.cause) ?? `${HOW_IT_ENDED[status] ?? `The run ended ${status}`} at ${stopped}.`;
  const org = genesysOrgId === undefined || said.includes(genesysOrgId) ? '' : `Org ${genesysOrgId}: `;
  return {
    executionArn,
    redriveCount: detail.redriveCount ?? 0,
    status,
    error,
    message: isFinal(error, executionArn)
      ? said
      : [`${org}${asSentence(said)}`, ...patience(error, executionArn), nextStep(detail)].join(' '),
    stopped,
  };
}

/** An execution that Step Functions knows no more: how and when it ended is lost. */
export function missingExecution(executionArn: string, redriveCount: number): StatusChangeDetail {
  return {
    executionArn,
    stateMachineArn: '',
    name: executionArn.split(':').at(-1) ?? '',
    status: MISSING,
    stopDate: Date.now(),
    input: null,
    redriveCount,
    cause: 'Step Functions does not know this execution any more, and how it ended is not known.',
  };
}

function nextStep({ executionArn, status }: StatusChangeDetail): string {
  const machine = machineNameIn(executionArn) ?? '';
  return machine === PROVISIONING_STATE_MACHINE_NAME && status !== MISSING ? REDRIVE : (AGAIN[machine] ?? '');
}

/** Whether a stage threw it as its last word: not a wait that ran out, a failure of Genesys, or one outside our code. */
function isFinal(error: string, executionArn: string): boolean {
  const isOurs = (ERROR_NAMES as readonly string[]).includes(error) && !error.startsWith('Genesys');
  return isOurs && (error === 'PurchaseInDoubt' || !isTriedAgain(error, executionArn));
}

function isTriedAgain(error: string, executionArn: string): boolean {
  const stages = STAGES_OF[machineNameIn(executionArn) ?? ''] ?? [];
  return stages.some((stage) => isRetriedOrCaught(stage, error));
}

function patience(error: string, executionArn: string): string[] {
  if (!isTriedAgain(error, executionArn)) return [];
  const isWait = /(NotReady|NotReleased|Pending|Settling)$/.test(error);
  return [isWait ? 'The run has waited as long as it may.' : 'The run has tried as often as it may.'];
}

function asSentence(said: string): string {
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
