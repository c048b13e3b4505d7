import { createHmac } from 'node:crypto';
import { beginText } from '../ledger/begin-text.ts';
import type { LabOrgRecord, VerificationEntry } from '../ledger/lab-org-record.ts';
import { createVerification, endVerification, markSent, startVerification } from '../ledger/verifications.ts';
import { FAILING_OUTCOMES } from '../provisioning/send-test-sms.ts';
import { testSmsText } from '../workflow/test-sms-text.ts';
import type { TestSmsWork } from '../provisioning/test-sms-work.ts';
import { VERIFIED, type VerificationDetail, type VerificationOutcome } from '../workflow/events.ts';
import { VerificationRequestSchema, parse, type VerificationRequest } from '../workflow/registration.ts';
import { isRetriedOrCaught } from '../workflow/retries.ts';
import { StageError } from '../workflow/stage-error.ts';
import type { ExecutionContext, ExecutionInput } from '../workflow/stage-input.ts';
import type { VerificationStage } from '../workflow/stages.ts';
import { forgetOrgSecret, type SecretReading } from './credentials.ts';
import { readTestSmsLimit } from './environment.ts';
import { sendEvent } from './event-bus.ts';
import { lookUpExecution } from './executions.ts';
import { openGenesys } from './genesys-access.ts';
import { redact } from './redaction.ts';
import { reportOwnRun } from './run-end.ts';
import { orgIdOf, stageHandler, type StageHandler, type StageRun } from './stage.ts';

/** What SendTestSms says: it ran, or another verification of the org is in flight. */
export type VerificationTurn =
  { isInFlightElsewhere: false; verificationId: string } | { isInFlightElsewhere: true; inFlight: string };

/** The id of a verification: the provisioning execution or the event that asked, or the execution started by hand. */
export function verificationIdOf(
  request: VerificationRequest,
  input: ExecutionInput,
  execution: Pick<ExecutionContext, 'name'>,
): string {
  return request.provisionedBy ?? input.eventId ?? execution.name;
}

/** SendTestSms: one verification in flight per org; a second one ends quietly while the first runs. */
export function sendingStage(act: (work: TestSmsWork) => Promise<void>): StageHandler<VerificationTurn> {
  return verificationStage('SendTestSms', async (run, request) => {
    const verificationId = verificationIdOf(request, run.event.input, run.event.execution);
    const mine = { verificationId, executionArn: run.me.executionArn, since: new Date().toISOString() };
    const start = await startVerification(run.table, request.genesysOrgId, mine, lookUpExecution);
    if (!start.mayRun) {
      const inFlight = start.inFlight.executionArn;
      await reportOwnRun(run, 'runs already', `The org is being verified by ${inFlight}`);
      return { isInFlightElsewhere: true, inFlight };
    }
    // Never repeated, so it must not stumble over a secret that was rotated meanwhile.
    await act(await testSmsWork(run, request, start.record, 'fresh'));
    return { isInFlightElsewhere: false, verificationId };
  });
}

/** AwaitTestSmsReceipt: the entry of this verification as it is now. */
export function receiptStage<T extends { outcome: VerificationOutcome; message: string }>(
  act: (work: TestSmsWork) => Promise<T>,
): StageHandler<T> {
  return verificationStage('AwaitTestSmsReceipt', async (run, request) => {
    const record = await run.table.read(request.genesysOrgId);
    if (record === undefined)
      throw new StageError(
        'LabOrgNotProvisioned',
        `Org ${request.genesysOrgId} is not in the ledger any more. Register it (event Lab Org Registered), then verify.`,
      );
    const answer = await act(await testSmsWork(run, request, record));
    await reportOwnRun(run, answer.outcome, answer.message);
    return answer;
  });
}

function verificationStage<T>(
  stage: VerificationStage,
  act: (run: StageRun, request: VerificationRequest) => Promise<T>,
): StageHandler<T> {
  return stageHandler(
    stage,
    async (run) => {
      const parsed = parse(VerificationRequestSchema, run.event.input.request);
      if (!parsed.ok) {
        throw new StageError(
          'InvalidVerificationRequest',
          `The request can't be used, nothing was sent. Mend it and ask again: ${parsed.problems.join('; ')}.`,
        );
      }
      return act(run, parsed.value);
    },
    (run, error) => {
      const genesysOrgId = orgIdOf(run.event);
      if (genesysOrgId !== undefined && error.name === 'GenesysAuthenticationError') forgetOrgSecret(genesysOrgId);
      return Promise.resolve(isRetriedOrCaught(stage, error.name));
    },
  );
}

async function testSmsWork(
  run: StageRun,
  request: VerificationRequest,
  record: LabOrgRecord,
  reading: SecretReading = 'cached',
): Promise<TestSmsWork> {
  const { genesys, secret } = await openGenesys(run, record, reading);
  const { genesysOrgId } = record;
  const verificationId = verificationIdOf(request, run.event.input, run.event.execution);
  const clean = (said: string): string => redact(said, run.log.secrets);
  const end = async (entry: VerificationEntry, outcome: VerificationOutcome, said: string): Promise<void> => {
    const message = clean(said);
    if (FAILING_OUTCOMES[outcome] === undefined) {
      const detail: VerificationDetail = {
        genesysOrgId,
        executionArn: run.me.executionArn,
        verificationId,
        outcome,
        message,
      };
      await sendEvent(run.environment.eventBusName, VERIFIED, detail);
    }
    await endVerification(run.table, genesysOrgId, verificationId, { ...entry, outcome, message });
  };
  return {
    genesys,
    record,
    executionArn: run.me.executionArn,
    verificationId,
    isAsked: request.provisionedBy === undefined,
    testSmsTo: secret.testSmsTo,
    text: testSmsText(secret.testSmsText),
    digest: (value) => createHmac('sha256', secret.clientSecret).update(value).digest('hex'),
    get textsADay() {
      return readTestSmsLimit();
    },
    begin: (entry) => beginText(run.table, record, verificationId, entry, readTestSmsLimit()),
    create: (entry) => createVerification(run.table, record, verificationId, entry),
    markSent: (entry) => markSent(run.table, genesysOrgId, verificationId, entry),
    end,
    clean,
    audit: (entry) => {
      run.log.audit(entry);
    },
  };
}
