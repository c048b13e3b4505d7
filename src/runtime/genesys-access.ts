import { connectGenesys, type GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { INVOCATION_RESERVE_MS } from '../workflow/timeouts.ts';
import { readOrgSecret, secretValues, type OrgSecret } from './credentials.ts';
import type { StageRun } from './stage.ts';

/**
 * Reads the org's secret, hides its values from the log, and opens a connection bounded by the invocation.
 * The region comes from the ledger's registration, which the first stage has held against the closed list.
 */
export async function openGenesys(
  run: StageRun,
  record: LabOrgRecord,
): Promise<{ genesys: GenesysConnection; secret: OrgSecret }> {
  const secret = await readOrgSecret(record.genesysOrgId);
  run.log.hide(secretValues(secret));
  const genesys = connectGenesys({
    genesysOrgId: record.genesysOrgId,
    genesysRegion: record.registration.genesysRegion,
    credentials: { clientId: secret.clientId, clientSecret: secret.clientSecret },
    endpointUrl: run.environment.genesysEndpointUrl,
    remainingMs: () => run.remainingMs() - INVOCATION_RESERVE_MS,
    onCall: (call) => {
      run.log.genesysCall(call);
    },
  });
  return { genesys, secret };
}
