import type { Context } from 'aws-lambda';
import type { CheckedOrg } from '../provisioning/check-lab-org.ts';
import { checkLabOrgs, type CheckCounts } from '../provisioning/check-lab-orgs.ts';
import { readEnvironment, type StageEnvironment } from './environment.ts';
import { sendEvent } from './event-bus.ts';
import { openGenesys } from './genesys-access.ts';
import { ledgerTable } from './ledger.ts';
import { StageLog } from './logger.ts';
import { cleanError, redact } from './redaction.ts';

const STAGE = 'CheckLabOrgs';

/** Checks the orgs whose turn it is, each with a log of its own, and says what it found. Failed, the next start goes on. */
export async function checkAll(_event: unknown, context: Context): Promise<CheckCounts> {
  const environment = readEnvironment();
  const requestId = context.awsRequestId;
  const log = new StageLog(STAGE, { requestId, startedBy: 'schedule' });
  const table = ledgerTable(environment.ledgerTableName);
  const remainingMs = (): number => context.getRemainingTimeInMillis();
  const logs = new Map<string, StageLog>();
  const logOf = (genesysOrgId: string): StageLog => {
    const known = logs.get(genesysOrgId) ?? new StageLog(STAGE, { requestId, startedBy: 'schedule', genesysOrgId });
    logs.set(genesysOrgId, known);
    return known;
  };
  try {
    const counts = await checkLabOrgs(
      { table, emit: (detailType, detail) => sendEvent(environment.eventBusName, detailType, detail) },
      {
        remainingMs,
        open: (genesysOrgId, limitMs) => {
          const end = Date.now() + limitMs;
          const left = (): number => Math.min(remainingMs(), end - Date.now());
          return checkedOrg(environment, logOf(genesysOrgId), left);
        },
        failed: (genesysOrgId, error) => {
          const ownLog = logOf(genesysOrgId);
          const { name, message } = cleanError(error, ownLog.secrets);
          ownLog.note(message, name);
        },
      },
    );
    log.done(STAGE, counts);
    return counts;
  } catch (error) {
    const clean = cleanError(error, []);
    log.failure(clean, false);
    throw clean;
  }
}

/** An org with its own log, because several orgs' secrets are in play at once and each log hides its own. */
function checkedOrg(environment: StageEnvironment, log: StageLog, remainingMs: () => number): CheckedOrg {
  return {
    // A secret that was rotated since the last hour is read anew; nothing else would tell.
    connect: async (record) => (await openGenesys({ environment, log, remainingMs }, record, 'fresh')).genesys,
    clean: (said) => redact(said, log.secrets),
    report: (finding) => {
      log.finding(finding);
    },
  };
}
