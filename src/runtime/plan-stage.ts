import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { nextPurchaseCounts } from '../ledger/spend.ts';
import { knownFlows, renderFlow } from '../provisioning/flow-source.ts';
import { planLabOrg } from '../provisioning/plan-lab-org.ts';
import { parseRegistration } from '../provisioning/registration.ts';
import { GENESYS_ORG_ID, type Registration } from '../workflow/registration.ts';
import type { Plan, PlanRequest } from '../workflow/plan.ts';
import { StageError } from '../workflow/stage-error.ts';
import { readEnvironment, readSpendLimits, readTestSmsLimit } from './environment.ts';
import { openGenesys } from './genesys-access.ts';
import { ledgerTable } from './ledger.ts';
import { StageLog } from './logger.ts';
import { cleanError, redactDeep } from './redaction.ts';

const STAGE = 'PlanLabOrg';

/**
 * Plans one org for the person who asked, with a log of its own and no value of the secret in the answer.
 * @throws StageError InvalidRegistration, LabOrgNotProvisioned where only an id is given and the ledger has no such org
 */
export async function planOrg(
  event: Partial<Record<'registration' | 'genesysOrgId', unknown>>,
  context: Context,
): Promise<Plan> {
  const environment = readEnvironment();
  const genesysOrgId = orgOf(event as PlanRequest);
  const log = new StageLog(STAGE, { requestId: context.awsRequestId, startedBy: 'person', genesysOrgId });
  try {
    const table = ledgerTable(environment.ledgerTableName);
    const flows = join(environment.taskRoot, 'flows');
    const known = genesysOrgId === undefined ? undefined : await table.read(genesysOrgId);
    const registration =
      event.registration === undefined ? known?.registration : parseRegistration(event.registration, knownFlows(flows));
    if (registration === undefined)
      throw new StageError(
        'LabOrgNotProvisioned',
        `Org ${genesysOrgId ?? 'without an id'} is not in the ledger. Ask with its registration: {"registration": {...}}.`,
      );
    const record: LabOrgRecord = known === undefined ? madeUp(registration) : { ...known, registration };
    const limits = readSpendLimits();
    const plan = await planLabOrg({
      record,
      isRegistered: known !== undefined,
      source: renderFlow(flows, registration.flow, { queueName: registration.queueName }),
      limits,
      counts: (day) => nextPurchaseCounts(table, day, limits),
      textsADay: readTestSmsLimit(),
      connect: async () => {
        const remainingMs = (): number => context.getRemainingTimeInMillis();
        // A person who has just mended the secret asks again at once.
        const { genesys, secret } = await openGenesys({ environment, log, remainingMs }, record, 'fresh');
        const { testSmsTo, clientSecret } = secret;
        return {
          genesys,
          testSmsTo,
          digest: (value) => createHmac('sha256', clientSecret).update(value).digest('hex'),
        };
      },
    });
    const clean = redactDeep(plan, log.secrets) as Plan;
    log.done(STAGE, clean);
    return clean;
  } catch (error) {
    const clean = cleanError(error, log.secrets);
    log.failure(clean, false);
    throw clean;
  }
}

function orgOf(event: PlanRequest): string | undefined {
  const { genesysOrgId } = ('registration' in event ? (event.registration ?? {}) : event) as { genesysOrgId?: unknown };
  return typeof genesysOrgId === 'string' && GENESYS_ORG_ID.test(genesysOrgId) ? genesysOrgId : undefined;
}

/** The record of an org that the ledger does not know, as its first claim would make it; it is never written. */
function madeUp(registration: Registration): LabOrgRecord {
  const now = new Date().toISOString();
  return {
    genesysOrgId: registration.genesysOrgId,
    revision: 0,
    writeToken: '',
    registration,
    status: 'provisioning',
    lastExecution: '',
    registeredAt: now,
    updatedAt: now,
    verifications: {},
  };
}
