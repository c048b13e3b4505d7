import { createHash } from 'node:crypto';
import { connectGenesys, type GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { verifyOrgId } from '../provisioning/org-access.ts';
import { regionToConnect } from '../provisioning/sms-phone-number-entry.ts';
import { INVOCATION_RESERVE_MS } from '../workflow/timeouts.ts';
import type { OrgSecret } from '../workflow/org-secret.ts';
import { readOrgSecret, secretValues, type SecretReading } from './credentials.ts';
import type { StageRun } from './stage.ts';

/** Clients that were seen to belong to their org, by org: asked once per container and set of credentials. */
const verifiedClients = new Map<string, string>();

/**
 * Reads the org's secret, hides its values from the log, and opens a connection bounded by the invocation, to that org and
 * no other: a secret that was exchanged since VerifyOrgAccess must not change somebody else's org.
 * The region comes from the ledger; the first stage has held it against the closed list.
 * @throws StageError CredentialsMissing, CredentialsInvalid, WrongOrg
 */
export async function openGenesys(
  run: Pick<StageRun, 'environment' | 'log' | 'remainingMs'>,
  record: LabOrgRecord,
  reading: SecretReading = 'cached',
): Promise<{ genesys: GenesysConnection; secret: OrgSecret }> {
  const { genesysOrgId } = record;
  const secret = await readOrgSecret(genesysOrgId, reading);
  const secrets = secretValues(secret);
  run.log.hide(secrets);
  const genesys = connectGenesys({
    genesysOrgId,
    genesysRegion: regionToConnect(record),
    credentials: { clientId: secret.clientId, clientSecret: secret.clientSecret },
    endpointUrl: run.environment.genesysEndpointUrl,
    secrets,
    remainingMs: () => run.remainingMs() - INVOCATION_RESERVE_MS,
    onCall: (call) => {
      run.log.genesysCall(call);
    },
  });
  const client = createHash('sha256')
    .update(JSON.stringify([secret.clientId, secret.clientSecret]))
    .digest('hex');
  if (verifiedClients.get(genesysOrgId) !== client) {
    await verifyOrgId(genesys, record);
    verifiedClients.set(genesysOrgId, client);
  }
  return { genesys, secret };
}
