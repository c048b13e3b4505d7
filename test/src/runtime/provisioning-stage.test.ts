import { handler as assign } from '../../../lambdas/assign-queue-outbound-number/handler.ts';
import { handler as awaitFlow } from '../../../lambdas/await-message-flow/handler.ts';
import { handler as awaitNumber } from '../../../lambdas/await-sms-phone-number/handler.ts';
import { handler as publish } from '../../../lambdas/publish-message-flow/handler.ts';
import { handler as purchase } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import { handler as recordProvisioned } from '../../../lambdas/record-provisioned/handler.ts';
import { handler as route } from '../../../lambdas/route-messages-to-flow/handler.ts';
import { handler as verify } from '../../../lambdas/verify-org-access/handler.ts';
import type { StageHandler } from '../../../src/runtime/stage.ts';
import { EXECUTION_ARN, executionArn, provisionedEntries, START_TIME } from '../../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const OTHER = executionArn('run-2');

const STAGES: [string, StageHandler<unknown>][] = [
  ['VerifyOrgAccess', verify],
  ['PublishMessageFlow', publish],
  ['AwaitMessageFlow', awaitFlow],
  ['PurchaseSmsPhoneNumber', purchase],
  ['AwaitSmsPhoneNumber', awaitNumber],
  ['AssignQueueOutboundNumber', assign],
  ['RouteMessagesToFlow', route],
  ['RecordProvisioned', recordProvisioned],
];

/** An org in which every stage finds what it needs. */
const orgWith = async (changes: object): Promise<ReturnType<typeof lab.addOrg>> => {
  const number = lab.nextNumber();
  const org = lab.addOrg({ org: provisionedOrg(number) });
  await org.inLedger({ ...provisionedEntries(number), ...changes });
  return org;
};

describe.each(STAGES)('%s', (_stage, handler) => {
  it.each([
    ['another execution holds the org', { claim: { executionArn: OTHER, redriveCount: 0, since: START_TIME } }, 0],
    [
      'its claim has ended and another execution had the org since',
      {
        claim: { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME, ended: START_TIME },
        lastExecution: OTHER,
      },
      1,
    ],
    ['another execution had the org and gave it back', { claim: undefined, lastExecution: OTHER, status: 'ready' }, 1],
    [
      'it is a late call from before a redrive',
      { claim: { executionArn: EXECUTION_ARN, redriveCount: 2, since: START_TIME } },
      1,
    ],
  ])('is ClaimLost when %s: it asks Genesys nothing and changes nothing', async (_when, changes, redriveCount) => {
    const org = await orgWith(changes);
    const before = await org.record();
    const message = await org.failure(handler, 'ClaimLost', { redriveCount });
    expect(message).toContain('Register the org again instead of redriving');
    expect(org.requests()).toEqual([]);
    expect(await org.record()).toEqual(before);
    expect(lab.aws.events()).toEqual([]);
  });

  it('takes its ended claim again when it is redriven', async () => {
    const ended = { executionArn: EXECUTION_ARN, redriveCount: 0, since: START_TIME, ended: START_TIME };
    const org = await orgWith({ claim: ended, status: 'failed' });
    await org.run(handler, { redriveCount: 1 });
    const { claim, status } = await org.record();
    if (handler === recordProvisioned) expect(claim).toBeUndefined();
    else expect(claim).toMatchObject({ executionArn: EXECUTION_ARN, redriveCount: 1 });
    expect(claim?.ended).toBeUndefined();
    expect(status).toBe(handler === recordProvisioned ? 'ready' : 'provisioning');
  });

  it('is ClaimLost when the ledger does not know the org', async () => {
    const org = lab.addOrg();
    await org.failure(handler, 'ClaimLost');
    expect(org.requests()).toEqual([]);
  });
});

describe('a stage that loses its claim while it works', () => {
  it('spends nothing, writes nothing more and no last error', async () => {
    const org = await orgWith({ smsPhoneNumber: undefined });
    const claim = { executionArn: OTHER, redriveCount: 0, since: START_TIME };
    // Between the check of the claim and the first call to Genesys.
    lab.aws.beforeNextSecret(async () => {
      await org.changeLedger({ claim, lastExecution: OTHER });
    });
    await org.failure(purchase, 'ClaimLost');
    expect(org.writes()).toEqual([]);
    const record = await org.record();
    expect(record).toMatchObject({ claim, lastExecution: OTHER });
    for (const field of ['smsPhoneNumber', 'lastError']) expect(record).not.toHaveProperty(field);
  });

  it('is tried again as LedgerContention when another call of its own execution was faster', async () => {
    const org = await orgWith({ smsPhoneNumber: undefined });
    lab.aws.beforeNextSecret(async () => {
      await org.changeLedger({ readyAt: START_TIME });
    });
    await org.failure(purchase, 'LedgerContention');
    expect(org.writes()).toEqual([]);
    expect(await org.record()).not.toHaveProperty('lastError');
  });
});
