import { handler as assign } from '../../../lambdas/assign-queue-outbound-number/handler.ts';
import { handler as awaitFlow } from '../../../lambdas/await-message-flow/handler.ts';
import { handler as publish } from '../../../lambdas/publish-message-flow/handler.ts';
import { handler as route } from '../../../lambdas/route-messages-to-flow/handler.ts';
import { handler as verify } from '../../../lambdas/verify-org-access/handler.ts';
import type { ErrorName } from '../../../src/workflow/error-names.ts';
import { REPLACEABLE } from '../../../src/workflow/registration.ts';
import type { Replaceable } from '../../../src/workflow/registration.ts';
import type { LabOrg } from '../../support/lab-org.ts';
import { FLOW_ID, FLOW_NAME, flowEntry, knownOf, numberEntry, QUEUE_ID } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;
const REFUSALS: Record<Replaceable, ErrorName> = {
  flow: 'MessageFlowForeign',
  queueNumber: 'QueueNumberForeign',
  route: 'MessageRouteForeign',
};
const COMBINATIONS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => REPLACEABLE.filter((_each, index) => bits & (1 << index)));

interface ForeignOrg {
  org: LabOrg;
  /** The number to adopt, and the one that the queue has. */
  ours: string;
  theirs: string;
}

/** An org in which flow, route and the queue's number are all somebody else's. */
const foreignOrg = async (replace: Replaceable[]): Promise<ForeignOrg> => {
  const [ours, theirs] = [lab.nextNumber(), lab.nextNumber()];
  const org = lab.addOrg({
    org: {
      queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: theirs }],
      flows: [
        { name: FLOW_NAME, id: FLOW_ID },
        { name: 'Their flow', id: 'their-flow' },
      ],
      phoneNumbers: [
        { phoneNumber: ours, ...LOCAL, flow: 'Their flow' },
        { phoneNumber: theirs, ...LOCAL },
      ],
    },
    registration: { sms: { ...LOCAL, phoneNumber: ours }, replace },
  });
  await org.inLedger();
  return { org, ours, theirs };
};

const foundIn = (org: LabOrg, ours: string): Record<Replaceable, unknown> => ({
  flow: org.view().flows.find(({ id }) => id === FLOW_ID)?.publishedVersion?.id,
  queueNumber: org.view().queues[0]?.outboundMessagingAddresses?.smsAddress?.id,
  route: org.view().recipients.find(({ id }) => id === ours)?.flow?.id,
});

describe.each(COMBINATIONS.map((replace) => [replace.join(' + ') || 'nothing', replace] as const))(
  'where flow, route and number are foreign, with replace: %s',
  (_title, replace) => {
    const refused = REPLACEABLE.filter((each) => !replace.includes(each)).map((each) => REFUSALS[each]);

    it('VerifyOrgAccess names what may not be replaced, all of it at once, and changes nothing', async () => {
      const { org, ours } = await foreignOrg([...replace]);
      const [before, found] = [knownOf(await org.record()), foundIn(org, ours)];
      if (refused.length === 0) {
        await org.run(verify);
      } else {
        const message = await org.failure(verify, refused.length === 1 ? (refused[0] ?? 'OrgNotReady') : 'OrgNotReady');
        const allowed = replace.map((each) => REFUSALS[each]);
        if (refused.length > 1) for (const name of refused) expect(message).toContain(name);
        for (const name of allowed) expect(message).not.toContain(name);
      }
      expect(org.writes()).toEqual([]);
      expect(foundIn(org, ours)).toEqual(found);
      expect(knownOf(await org.record())).toEqual(before);
    });

    it('each stage changes only what its own word allows, and keeps what was there', async () => {
      const { org, ours, theirs } = await foreignOrg([...replace]);
      const stages = { flow: publish, queueNumber: assign, route } as const;
      await org.changeLedger({
        smsPhoneNumber: numberEntry({ smsPhoneNumber: ours, isAdopted: true, request: org.registration.sms }),
      });
      for (const each of ['flow', 'queueNumber', 'route'] as const) {
        if (each === 'route' && !replace.includes('flow')) {
          // As if the published flow were another one of ours.
          await org.changeLedger({ messageFlow: flowEntry() });
        }
        if (replace.includes(each)) await org.run(stages[each] as typeof publish);
        else await org.failure(stages[each] as typeof publish, REFUSALS[each]);
        if (each === 'flow' && replace.includes('flow')) await org.run(awaitFlow);
      }
      expect(foundIn(org, ours)).toEqual({
        flow: replace.includes('flow') ? '2.0' : '1.0',
        queueNumber: replace.includes('queueNumber') ? ours : theirs,
        route: replace.includes('route') ? FLOW_ID : 'their-flow',
      });
      const { messageFlow, queue, recipient } = await org.record();
      expect(messageFlow?.origin).toBe(replace.includes('flow') ? 'updated' : 'created');
      expect(queue?.previousSmsPhoneNumber).toBe(replace.includes('queueNumber') ? theirs : undefined);
      expect(recipient?.previousFlowId).toBe(replace.includes('route') ? 'their-flow' : undefined);
    });
  },
);
