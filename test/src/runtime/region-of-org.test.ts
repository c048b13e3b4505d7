import * as http from 'node:http';
import type { RequestOptions } from 'node:http';
import https from 'node:https';
import process from 'node:process';
import { handler as send } from '../../../lambdas/send-test-sms/handler.ts';
import { handler as verify } from '../../../lambdas/verify-org-access/handler.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { provisionedEntries } from '../../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
/** The domain of eu-west-2, where the number was bought. */
const HOME = 'euw2.pure.cloud';
let asked: Set<string>;

beforeEach(() => {
  const { hostname, port } = new URL(lab.genesysUrl);
  asked = new Set();
  delete process.env.GENESYS_ENDPOINT_URL;
  // Only the hosts of the org's own region know its client; no other is there.
  jest.spyOn(https, 'request').mockImplementation((...args: unknown[]) => {
    const wanted = args[0] as RequestOptions;
    const host = String(wanted.hostname);
    asked.add(host.split('.').slice(1).join('.'));
    const isHome = host.endsWith(HOME);
    return http.request({ ...wanted, hostname, port: isHome ? port : 1, agent: new http.Agent() });
  });
});
afterEach(() => {
  process.env.GENESYS_ENDPOINT_URL = lab.genesysUrl;
});

/** A provisioned org that was registered again, with a region that isn't its own. */
const misregistered = async (isHeld: boolean): Promise<LabOrg> => {
  const number = lab.nextNumber();
  const org = lab.addOrg({ org: provisionedOrg(number), registration: { genesysRegion: 'eu-central-1' } });
  const released = isHeld ? {} : { status: 'failed' as const, claim: undefined };
  await org.inLedger({ ...provisionedEntries(number), ...released });
  return org;
};

describe('an org with a number that is registered again with another region', () => {
  it('is told by VerifyOrgAccess that its number is not exchanged, from the region where it is', async () => {
    const org = await misregistered(true);
    const message = await org.failure(verify, 'SmsPhoneNumberChangeRefused');
    for (const part of ['eu-west-2', 'eu-central-1', 'register with the earlier values'])
      expect(message).toContain(part);
    expect([...asked]).toEqual([HOME]);
    expect(org.writes()).toEqual([]);
  });

  it('is verified where it is all the same', async () => {
    const org = await misregistered(false);
    await org.run(send, { input: org.verification() });
    expect(org.view().texts).toHaveLength(1);
    expect([...asked]).toEqual([HOME]);
  });
});
