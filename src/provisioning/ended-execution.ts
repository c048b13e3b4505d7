import { ERROR_NAMES } from '../workflow/error-names.ts';
import { messageOfCause } from '../workflow/failure-cause.ts';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../workflow/names.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import {
  DECOMMISSIONING_STAGES,
  PROVISIONING_STAGES,
  TASK_STAGES,
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

/** What to do after a failure that doesn't say it itself, by state machine. */
const AGAIN: Readonly<Record<string, string>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: 'Register the org again.',
  [VERIFICATION_STATE_MACHINE_NAME]: 'Ask for another verification (Lab Org SMS Verification Requested).',
  [DECOMMISSIONING_STATE_MACHINE_NAME]:
    'Ask for the decommissioning again (Lab Org Decommission Requested): it goes on with what is left.',
};
const STAGES_OF: Readonly<Record<string, readonly TaskStage[]>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: PROVISIONING_STAGES,
  [VERIFICATION_STATE_MACHINE_NAME]: VERIFICATION_STAGES,
  [DECOMMISSIONING_STATE_MACHINE_NAME]: DECOMMISSIONING_STAGES,
};
const REDRIVE = 'Redrive this execution, which goes on from that stage, or register the org again.';

/** Reads the end of an execution, as the status change event tells it or as Step Functions answers when it is asked. */
export function failedExecution(detail: StatusChangeDetail): FailedExecution {
  const { executionArn, status } = detail;
  const stopped = new Date(detail.stopDate ?? Date.now()).toISOString();
  const error = detail.error ?? status;
  const said = messageOfCause(detail.cause) ?? `The execution ended ${status} at ${stopped} without saying why.`;
  return {
    executionArn,
    redriveCount: detail.redriveCount ?? 0,
    status,
    error,
    // Our own final errors say what to do; a wait that has run out and what AWS says do not.
    message: isFinal(executionArn, error) ? said : `${said} It has given up. ${nextStep(detail)}`,
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

/**
 * Whether a stage threw it as its last word, as opposed to a wait that ran out or a failure outside our code. What an undoing
 * stage tries again is a provisioning's last word, so only the stages of its own machine are asked.
 */
function isFinal(executionArn: string, error: string): boolean {
  const isOurs = (ERROR_NAMES as readonly string[]).includes(error);
  const stages = STAGES_OF[machineNameIn(executionArn) ?? ''] ?? TASK_STAGES;
  return isOurs && (error === 'PurchaseInDoubt' || !stages.some((stage) => isRetriedOrCaught(stage, error)));
}
