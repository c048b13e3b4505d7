import { setTimeout as pause } from 'node:timers/promises';
import { handler as assignQueueOutboundNumber } from '../../../lambdas/assign-queue-outbound-number/handler.ts';
import { handler as claimLabOrg } from '../../../lambdas/claim-lab-org/handler.ts';
import { handler as purchaseSmsPhoneNumber } from '../../../lambdas/purchase-sms-phone-number/handler.ts';
import { handler as recordFailure } from '../../../lambdas/record-failure/handler.ts';
import { handler as routeMessagesToFlow } from '../../../lambdas/route-messages-to-flow/handler.ts';
import { lambdaContext, type LabOrg } from '../../support/lab-org.ts';
import { EXECUTION_ARN, executionArn, flowEntry, knownOf } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const NEXT = executionArn('run-2');

/** Run 1 is declared dead, long enough ago that nobody waits for its late calls any more, and run 2 takes the org. */
async function steal(org: LabOrg): Promise<void> {
  const stopDate = new Date(Date.now() - 3_600_000);
  lab.aws.executions.set(EXECUTION_ARN, { status: 'ABORTED', stopDate });
  const detail = {
    executionArn: EXECUTION_ARN,
    name: 'run-1',
    status: 'ABORTED',
    stopDate: stopDate.getTime(),
    input: JSON.stringify({ registration: org.registration }),
    redriveCount: 0,
  };
  await recordFailure({ detail } as Parameters<typeof recordFailure>[0], lambdaContext());
  await org.run(claimLabOrg, { execution: 'run-2' });
  expect((await org.record()).claim).toMatchObject({ executionArn: NEXT, redriveCount: 0 });
}

async function heldOrg(): Promise<LabOrg> {
  const org = lab.addOrg();
  await org.inLedger({ messageFlow: flowEntry() });
  return org;
}

describe('a call of a dead run whose org another run has taken', () => {
  it.each([
    ['PurchaseSmsPhoneNumber', purchaseSmsPhoneNumber],
    ['AssignQueueOutboundNumber', assignQueueOutboundNumber],
    ['RouteMessagesToFlow', routeMessagesToFlow],
  ])('%s: changes neither the ledger nor the org when it had not begun to', async (_stage, handler) => {
    const org = await heldOrg();
    await org.run(purchaseSmsPhoneNumber);
    const before = org.writes();
    await steal(org);
    const taken = await org.record();
    await org.failure(handler as typeof purchaseSmsPhoneNumber, 'ClaimLost');
    expect(await org.record()).toEqual(taken);
    expect(org.writes()).toEqual(before);
  });

  it('buys nothing when the org changes hands between its look at the claim and the purchase', async () => {
    const org = await heldOrg();
    lab.aws.beforeNextSecret(() => steal(org));
    await org.failure(purchaseSmsPhoneNumber, 'ClaimLost');
    expect((await org.record()).claim?.executionArn).toBe(NEXT);
    expect(org.writes()).toEqual([]);
  });

  it('does not write its answer when that comes late, and the next run finds the number that it bought', async () => {
    const org = await heldOrg();
    org.fault({ operation: 'postRoutingSmsPhonenumbers', delayMs: 1500, delay: 'after' });
    const late = org.failure(purchaseSmsPhoneNumber, 'ClaimLost');
    while (!org.writes().includes('postRoutingSmsPhonenumbers')) await pause(5);
    await steal(org);
    const taken = knownOf(await org.record());
    await late;
    expect(knownOf(await org.record())).toEqual(taken);
    expect(taken.smsPhoneNumber).toMatchObject({ state: 'purchasing', attempts: [{ executionArn: EXECUTION_ARN }] });

    await org.run(purchaseSmsPhoneNumber, { execution: 'run-2' });
    const { smsPhoneNumber } = await org.record();
    expect(org.view().phoneNumbers.map(({ phoneNumber }) => phoneNumber)).toEqual([smsPhoneNumber?.smsPhoneNumber]);
  });

  it('is refused also when it is the same execution before its redrive', async () => {
    const org = await heldOrg();
    lab.aws.beforeNextSecret(async () => {
      const { claim } = await org.record();
      if (claim !== undefined) await org.changeLedger({ claim: { ...claim, redriveCount: 1 } });
    });
    await org.failure(purchaseSmsPhoneNumber, 'ClaimLost');
    expect(org.writes()).toEqual([]);
    await org.run(purchaseSmsPhoneNumber, { redriveCount: 1 });
    expect(org.writes()).toEqual(['postRoutingSmsPhonenumbers']);
  });
});
