import { connectGenesys } from '../../src/genesys/connection.ts';
import type { GenesysConnection } from '../../src/genesys/connection.ts';
import type { OrgWork } from '../../src/provisioning/org-work.ts';
import { secretName } from '../../src/workflow/names.ts';
import type { LabOrg } from './lab-org.ts';
import { EXECUTION_ARN } from './ledger-records.ts';

/** A connection to the org in which somebody else acts right after our first write. */
export function meddlingConnection(
  org: LabOrg,
  endpointUrl: string,
  meddle: (genesys: GenesysConnection) => Promise<unknown>,
): GenesysConnection {
  const { clientId, clientSecret } = JSON.parse(org.aws.secrets.get(secretName(org.id)) ?? '{}') as {
    clientId: string;
    clientSecret: string;
  };
  const genesys = connectGenesys({
    genesysOrgId: org.id,
    genesysRegion: 'eu-west-2',
    credentials: { clientId, clientSecret },
    endpointUrl,
    remainingMs: () => 30_000,
  });
  let hasMeddled = false;
  return {
    ...genesys,
    callApi: async (...call) => {
      const answer: unknown = await genesys.callApi(...call);
      if (call[1] !== 'GET' && !hasMeddled) {
        hasMeddled = true;
        await meddle(genesys);
      }
      return answer;
    },
  };
}

/** The work of a stage on the org, with that connection; audit lines go nowhere. */
export async function workOn(org: LabOrg, genesys: GenesysConnection): Promise<OrgWork> {
  let record = await org.record();
  return {
    genesys,
    executionArn: EXECUTION_ARN,
    get record() {
      return record;
    },
    change: async (changes) => {
      record = await org.changeLedger(changes);
    },
    audit: () => undefined,
    clean: (said) => said,
  };
}
