import type { Context, EventBridgeEvent } from 'aws-lambda';
import { failedExecution } from '../provisioning/ended-execution.ts';
import { recordEnd, type EndedWork, type RecordedEnd } from '../provisioning/record-end.ts';
import type { FailureTools } from '../provisioning/record-failure.ts';
import { VerificationRequestSchema, parse } from '../workflow/registration.ts';
import { startedBy } from '../workflow/started-by.ts';
import { inputOf, type StatusChangeDetail } from '../workflow/status-change.ts';
import { readEnvironment } from './environment.ts';
import { describeExecution } from './executions.ts';
import { failureTools } from './failure-tools.ts';
import { StageLog } from './logger.ts';
import { cleanError } from './redaction.ts';
import { orgIdOf } from './stage.ts';
import { verificationIdOf } from './verification-stage.ts';

type StatusChange = EventBridgeEvent<'Step Functions Execution Status Change', StatusChangeDetail>;

/** Records the end of a failed execution of any state machine. The event is best effort: it may come late or twice. */
export async function recordFailure(event: StatusChange, context: Context): Promise<{ result: string }> {
  const { detail } = event;
  const environment = readEnvironment();
  const work = workOf(detail);
  const log = new StageLog('RecordFailure', {
    ...startedBy(inputOf(detail)),
    executionArn: detail.executionArn,
    requestId: context.awsRequestId,
    genesysOrgId: work.genesysOrgId,
  });
  try {
    const tools = failureTools(environment, log);
    const { result, isReleaseRequested } = (await wasRedriven(detail))
      ? await reportOvertaken(tools, work, detail)
      : await recordEnd(tools, work, detail);
    log.done('RecordFailure', { result, isReleaseRequested });
    return { result };
  } catch (error) {
    const clean = cleanError(error, []);
    log.failure(clean, false);
    throw clean;
  }
}

/** A redrive goes on with the run: nothing is written about this end of it, but the log has it. */
async function reportOvertaken(tools: FailureTools, work: EndedWork, detail: StatusChangeDetail): Promise<RecordedEnd> {
  const { genesysOrgId } = work;
  await tools.report({ failed: failedExecution(detail, genesysOrgId), detail, genesysOrgId, outcome: undefined });
  return { result: 'nothing to do', isReleaseRequested: false };
}

function workOf(detail: StatusChangeDetail): EndedWork {
  const input = inputOf(detail) ?? {};
  const request = parse(VerificationRequestSchema, input.request);
  return {
    genesysOrgId: orgIdOf({ input }),
    verificationId: request.ok ? verificationIdOf(request.value, input, detail) : undefined,
  };
}

/**
 * Whether the event tells of an end that a redrive has overtaken, also one that has not come to a stage yet. Only the
 * count is asked for: right after the event, Step Functions' answer may still say that the execution runs.
 */
async function wasRedriven(detail: StatusChangeDetail): Promise<boolean> {
  const now = await describeExecution(detail.executionArn);
  return (now?.redriveCount ?? 0) > (detail.redriveCount ?? 0);
}
