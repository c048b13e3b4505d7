import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beginText } from '../../../src/ledger/begin-text.ts';
import type { LabOrgRecord, VerificationEntry } from '../../../src/ledger/lab-org-record.ts';
import { createVerification, endVerification } from '../../../src/ledger/verifications.ts';
import { claimedRecord, executionArn, registrationOf, START_TIME } from '../../support/ledger-records.ts';
import { ledgerDatabase } from '../../support/ledger-database.ts';

const ledger = ledgerDatabase();
const KEPT = 100;
/** DynamoDB's own limit of an expression, in bytes, which the stand-in does not know. */
const LONGEST_EXPRESSION = 4096;
const inFlight = { verificationId: 'new', executionArn: executionArn('new', 'verification'), since: START_TIME };
const entry: VerificationEntry = { ...inFlight, state: 'sending', textBegun: true, writeToken: 'token' };

/** Ids as long as those of a provisioning execution, `index` seconds after the start. */
const idOf = (index: number): string => executionArn(`run-${index}`);

/** An org with that many ended verifications, none of which came to a text; `new` is in flight. */
const crowdedOrg = async (count: number): Promise<LabOrgRecord> => {
  const verifications = Array.from({ length: count }, (_, index): [string, VerificationEntry] => [
    idOf(index),
    {
      executionArn: executionArn(`v-${index}`, 'verification'),
      state: 'ended',
      since: new Date(Date.parse(START_TIME) + index * 1000).toISOString(),
      outcome: 'routing wrong',
      message: 'the routing is not as provisioned: the queue sends from no number.'.repeat(4),
      writeToken: randomUUID(),
    },
  ]);
  const record = await ledger.table.create(
    claimedRecord(registrationOf(randomUUID()), {
      verifications: Object.fromEntries(verifications),
      verificationInFlight: inFlight,
    }),
  );
  if (record === undefined) throw new Error('not created');
  return record;
};

const idsOf = async ({ genesysOrgId }: LabOrgRecord): Promise<string[]> =>
  Object.keys((await ledger.table.read(genesysOrgId))?.verifications ?? {});

describe('an org with 400 verifications in the ledger', () => {
  it('still begins a text, and each write makes some room, the oldest first', async () => {
    const org = await crowdedOrg(400);
    const send = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
    expect(await beginText(ledger.table, org, 'new', entry, 5)).toBe('begun');
    const updates = send.mock.calls.flatMap(([command]) => (command instanceof UpdateCommand ? [command.input] : []));
    expect(updates.map(({ UpdateExpression = '' }) => UpdateExpression.length < LONGEST_EXPRESSION)).toEqual([true]);
    send.mockRestore();
    const kept = await idsOf(org);
    expect(kept).toHaveLength(376);
    expect(kept).toEqual(expect.arrayContaining(['new', idOf(25), idOf(399)]));
    expect(kept).not.toContain(idOf(24));
  });

  it('still asks about an earlier text', async () => {
    const org = await crowdedOrg(400);
    expect(await createVerification(ledger.table, org, 'new', { ...entry, state: 'sent' })).toBe(true);
    expect(await idsOf(org)).toHaveLength(376);
  });

  it.each(['routing wrong', 'no test recipient', 'failed'] as const)(
    'comes down to the newest hundred by verifications that end without a text: %s',
    async (outcome) => {
      const org = await crowdedOrg(400);
      const { textBegun, ...unsent } = entry;
      for (let run = 400; run < 420; run++) {
        const since = new Date(Date.parse(START_TIME) + run * 1000).toISOString();
        await endVerification(ledger.table, org.genesysOrgId, idOf(run), { ...unsent, since, outcome });
      }
      const kept = await idsOf(org);
      expect(kept).toHaveLength(KEPT + 1);
      expect(kept).toEqual(expect.arrayContaining([idOf(319), idOf(419)]));
      expect(kept).not.toContain(idOf(318));
    },
  );

  it('keeps the one in flight, whatever its age: its text may begin at any moment', async () => {
    const org = await crowdedOrg(400);
    await ledger.table.compareAndSet(org, { verificationInFlight: { ...inFlight, verificationId: idOf(0) } });
    await endVerification(ledger.table, org.genesysOrgId, 'late', { ...entry, outcome: 'failed' });
    const kept = await idsOf(org);
    expect(kept).toContain(idOf(0));
    expect(kept).not.toContain(idOf(1));
  });
});
