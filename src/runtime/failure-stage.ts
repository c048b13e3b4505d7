import type { Context, EventBridgeEvent } from 'aws-lambda';
import {
  failedExecution,
  recordDecommissioningFailure,
  recordProvisioningFailure,
  recordVerificationFailure,
} from '../provisioning/record-failure.ts';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../workflow/names.ts';
import { VerificationRequestSchema, parse } from '../workflow/registration.ts';
import type { ExecutionInput } from '../workflow/stage-input.ts';
import type { StatusChangeDetail } from '../workflow/status-change.ts';
import { readEnvironment } from './environment.ts';
import { sendEvent } from './event-bus.ts';
import { ledgerTable } from './ledger.ts';
import { StageLog } from './logger.ts';
import { cleanError } from './redaction.ts';
import { orgIdOf } from './stage.ts';
import { verificationIdOf } from './verification-stage.ts';

type StatusChange = EventBridgeEvent<'Step Functions Execution Status Change', StatusChangeDetail>;

const AFTER_PROVISIONING =
  'It has given up. Redrive this execution, which goes on from that stage, or register the org again.';
const AFTER_VERIFICATION = 'It has given up. Ask for another verification (Lab Org SMS Verification Requested).';
const AFTER_DECOMMISSIONING =
  'It has given up. Ask for the decommissioning again (Lab Org Decommission Requested): it goes on with what is left.';

/** What to do next, by the machine that has failed. */
const NEXT: Readonly<Record<string, string>> = {
  [PROVISIONING_STATE_MACHINE_NAME]: AFTER_PROVISIONING,
  [VERIFICATION_STATE_MACHINE_NAME]: AFTER_VERIFICATION,
  [DECOMMISSIONING_STATE_MACHINE_NAME]: AFTER_DECOMMISSIONING,
};

/** Records the end of a failed execution of either state machine. The event is best effort: it may come late or twice. */
export async function recordFailure(event: StatusChange, context: Context): Promise<{ result: string }> {
  const { detail } = event;
  const environment = readEnvironment();
  const input = JSON.parse(detail.input ?? '{}') as ExecutionInput;
  const genesysOrgId = orgIdOf({ input });
  const log = new StageLog('RecordFailure', {
    executionArn: detail.executionArn,
    requestId: context.awsRequestId,
    genesysOrgId,
  });
  const table = ledgerTable(environment.ledgerTableName);
  const emit = (detailType: string, body: object): Promise<void> =>
    sendEvent(environment.eventBusName, detailType, body);
  try {
    const machine = detail.stateMachineArn.split(':').at(-1) ?? '';
    const failed = failedExecution(detail, NEXT[machine] ?? '');
    let result = 'nothing to do';
    if (machine === DECOMMISSIONING_STATE_MACHINE_NAME && genesysOrgId !== undefined) {
      result = await recordDecommissioningFailure(table, genesysOrgId, failed);
    } else if (machine === PROVISIONING_STATE_MACHINE_NAME) {
      result = await recordProvisioningFailure(table, genesysOrgId, failed, emit);
    } else if (machine === VERIFICATION_STATE_MACHINE_NAME) {
      const request = parse(VerificationRequestSchema, input.request);
      if (request.ok) {
        const id = verificationIdOf(request.value, input, detail);
        result = await recordVerificationFailure(table, request.value.genesysOrgId, id, failed, emit);
      }
    }
    log.info(`failure ${result}`, { machine, status: failed.status, errorName: failed.error, result });
    return { result };
  } catch (error) {
    const clean = cleanError(error, []);
    log.failure(clean, false);
    throw clean;
  }
}
