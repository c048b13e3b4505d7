import type { Context } from 'aws-lambda';
import { sweepLabOrgs, type SweepCounts } from '../provisioning/sweep-lab-orgs.ts';
import { readEnvironment } from './environment.ts';
import { describeExecution } from './executions.ts';
import { failureTools } from './failure-tools.ts';
import { StageLog } from './logger.ts';
import { cleanError } from './redaction.ts';

/** Sweeps all orgs and says what it did. Failed, it is simply started again by its schedule. */
export async function sweepAll(_event: unknown, context: Context): Promise<SweepCounts> {
  const environment = readEnvironment();
  const log = new StageLog('SweepLabOrgs', { requestId: context.awsRequestId, startedBy: 'schedule' });
  const tools = { ...failureTools(environment, log), describe: describeExecution };
  const listener = {
    done: (genesysOrgId: string, actions: readonly string[]): void => {
      log.swept(genesysOrgId, actions);
    },
    failed: (genesysOrgId: string, error: unknown): void => {
      const { name, message } = cleanError(error, []);
      log.note(message, name, { genesysOrgId });
    },
  };
  try {
    const counts = await sweepLabOrgs(tools, listener, () => context.getRemainingTimeInMillis());
    log.done('SweepLabOrgs', counts);
    return counts;
  } catch (error) {
    const clean = cleanError(error, []);
    log.failure(clean, false);
    throw clean;
  }
}
