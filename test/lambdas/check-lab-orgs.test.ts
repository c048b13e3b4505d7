import { checkLab, DAY_MS, HOUR_MS, person } from '../support/check-lab.ts';
import { attemptOf, FLOW_ID, numberEntry, QUEUE_ID } from '../support/ledger-records.ts';

const { lab, readyOrg, orgWith, check, findingsAfter, pass } = checkLab();

describe('CheckLabOrgs of an org that is as provisioned', () => {
  it('looks with GET calls only, once a day, finds nothing, and says so', async () => {
    const org = await readyOrg();
    const { updatedAt, revision, writeToken } = await org.record();
    pass(23 * HOUR_MS);
    expect(await check()).toMatchObject({ due: 0 });
    expect(org.requests()).toEqual([]);
    pass(HOUR_MS);
    expect(await check()).toEqual({
      orgs: expect.any(Number) as number,
      due: 1,
      checked: 1,
      overtaken: 0,
      left: 0,
      findings: {
        'routing drift': 0,
        'routing mended': 0,
        'stray number': 0,
        'unknown number': 0,
        'number in doubt': 0,
        'lease ending': 0,
        'not checked': 0,
      },
    });
    expect(org.requests().map(({ operation }) => operation)).toEqual([
      'token',
      'getOrganizationsMe',
      'getRoutingSmsPhonenumbers',
      'getRoutingMessageRecipients',
      'getFlow',
      'getRoutingQueue',
      'getConversationsMessagingThreadingtimeline',
    ]);
    expect(org.writes()).toEqual([]);
    expect(await org.record()).toMatchObject({
      updatedAt,
      revision,
      writeToken,
      check: { suspected: {}, reported: {} },
    });
    expect(lab.lines().at(-1)).toMatchObject({
      message: 'CheckLabOrgs done',
      stage: 'CheckLabOrgs',
      output: { checked: 1 },
    });
    pass(23 * HOUR_MS);
    expect(await check()).toMatchObject({ due: 0 });
  });
});

describe('CheckLabOrgs of an org that has drifted', () => {
  it('tells of another route only when it is seen again an hour later, once, with whom to ask and what to do', async () => {
    const org = await readyOrg();
    lab.control.contents.addFlow({ genesysOrgId: org.id, name: 'Other', id: 'other' });
    await person(org, lab.genesysUrl).putRoutingMessageRecipient(org.number, { flow: { id: 'other' } });
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    expect(await org.record()).toMatchObject({ check: { suspected: { 'routing route': { value: 'other' } } } });
    expect(await findingsAfter(10 * 60_000, org)).toEqual([]);
    const [told, ...others] = await findingsAfter(50 * 60_000, org);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      level: 'WARN',
      stage: 'CheckLabOrgs',
      finding: 'routing drift',
      resourceId: org.number,
      expected: FLOW_ID,
      found: 'other',
    });
    expect(told?.message).toMatch(/go to flow other instead of flow-1.*Ask .*"replace": \["route"\]/);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    await person(org, lab.genesysUrl).putRoutingMessageRecipient(org.number, { flow: { id: FLOW_ID } });
    expect(await findingsAfter(DAY_MS, org)).toMatchObject([
      { finding: 'routing mended', level: 'INFO', resourceId: org.number },
    ]);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
  });

  it('tells of a flow that somebody has published since, and names them', async () => {
    const org = await readyOrg();
    lab.control.editFlow({ genesysOrgId: org.id, flow: FLOW_ID, by: 'Ada', publish: true, keepOpen: true });
    await findingsAfter(DAY_MS, org);
    const found = await findingsAfter(HOUR_MS, org);
    expect(found).toMatchObject([{ resourceId: FLOW_ID, expected: 'version 1.0', found: 'version 2.0' }]);
    expect(found[0]?.message).toContain('Ask Ada, who changed it last or has it open.');
    expect(found[0]).toHaveProperty('correlationId');
  });

  it('tells of a queue that sends from another number, and of another threading time', async () => {
    const queues = [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: '+442079469999' }];
    const provisioned = await readyOrg({ org: { queues, threadingTimeoutMinutes: 60 } });
    await findingsAfter(DAY_MS, provisioned);
    expect(await findingsAfter(HOUR_MS, provisioned)).toMatchObject([
      { resourceId: QUEUE_ID, expected: provisioned.number, found: '+442079469999' },
      { resourceId: 'threading timeline', expected: '4320 minutes', found: '60 minutes' },
    ]);
  });

  it('tells of a number that was released by hand, and not of the route and the queue that went with it', async () => {
    const org = await readyOrg();
    lab.control.contents.removePhoneNumber({ genesysOrgId: org.id, phoneNumber: org.number });
    await findingsAfter(DAY_MS, org);
    const found = await findingsAfter(HOUR_MS, org);
    expect(found).toMatchObject([{ resourceId: org.number, expected: 'ACTIVE', found: 'not in the org' }]);
    expect(found[0]?.message).toMatch(/no longer in the org.*decommission the org/);
  });

  it('is quiet about what has passed before the second look', async () => {
    const org = await readyOrg();
    const api = person(org, lab.genesysUrl);
    lab.control.contents.addFlow({ genesysOrgId: org.id, name: 'Other', id: 'other' });
    await api.putRoutingMessageRecipient(org.number, { flow: { id: 'other' } });
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    await api.putRoutingMessageRecipient(org.number, { flow: { id: FLOW_ID } });
    expect(await findingsAfter(HOUR_MS, org)).toEqual([]);
    expect(await org.record()).toMatchObject({ check: { suspected: {}, reported: {} } });
  });
});

describe('CheckLabOrgs of numbers that are not the org’s in the ledger', () => {
  it('tells loudly of a candidate that was given up and has turned up, and quietly of somebody else’s number, each once', async () => {
    const late = lab.nextNumber();
    const org = await readyOrg();
    const attempts = [attemptOf(late), attemptOf(org.number, { result: 'accepted' })];
    const refused = [{ smsPhoneNumber: late, executionArn: 'run-0', reason: 'abandoned by the registration' }];
    await org.changeLedger({ smsPhoneNumber: numberEntry({ smsPhoneNumber: org.number, attempts, refused }) });
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    const number = { genesysOrgId: org.id, countryCode: 'GB', phoneNumberType: 'mobile' as const };
    const strange = lab.nextNumber();
    lab.control.contents.addPhoneNumber({ ...number, phoneNumber: late });
    lab.control.contents.addPhoneNumber({ ...number, phoneNumber: strange });
    const found = await findingsAfter(DAY_MS, org);
    expect(found).toMatchObject([
      { finding: 'stray number', level: 'ERROR', resourceId: late, expected: org.number, found: late },
      { finding: 'unknown number', level: 'INFO', resourceId: strange },
    ]);
    expect(found[0]?.message).toMatch(
      /never knew the answer; given up: abandoned.*billed every month.*release it by hand/,
    );
    expect(found[1]?.message).toMatch(/lab-sms has never had to do with it/);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
  });

  it('finds it in an org that was decommissioned, for 30 days; without a secret it looks in vain and says nothing', async () => {
    const late = lab.nextNumber();
    const abandoned = numberEntry({ state: 'none', attempts: [attemptOf(late)] });
    const { smsPhoneNumber, ...none } = abandoned;
    expect(smsPhoneNumber).toBeDefined();
    const changes = {
      status: 'decommissioned',
      decommissionedAt: new Date().toISOString(),
      smsPhoneNumber: none,
    } as const;
    const org = await orgWith(changes, { org: { queues: [] } });
    const without = await orgWith(changes);
    lab.aws.secrets.delete(`lab-sms/${without.id}`);
    expect(await findingsAfter(DAY_MS, org)).toEqual([]);
    const number = { genesysOrgId: org.id, countryCode: 'GB', phoneNumberType: 'mobile' as const };
    lab.control.contents.addPhoneNumber({ ...number, phoneNumber: late });
    expect(await findingsAfter(DAY_MS, org)).toMatchObject([{ finding: 'stray number', resourceId: late }]);
    expect(lab.lines().filter(({ genesysOrgId }) => genesysOrgId === without.id)).toEqual([]);
    pass(30 * DAY_MS);
    expect(await check()).toMatchObject({ due: 0 });
  });
});

describe('CheckLabOrgs of a purchase in doubt', () => {
  it('looks every hour, tells that the number isn’t there, and then that it is', async () => {
    const doubtful = lab.nextNumber();
    const attempts = [attemptOf(doubtful, { sent: new Date().toISOString() })];
    const smsPhoneNumber = numberEntry({ smsPhoneNumber: doubtful, state: 'in doubt', attempts });
    const org = await orgWith({ status: 'failed', smsPhoneNumber });
    const before = await org.record();
    const [absent, ...others] = await findingsAfter(HOUR_MS, org);
    expect(others).toEqual([]);
    expect(absent).toMatchObject({ finding: 'number in doubt', resourceId: doubtful, found: 'not there' });
    expect(absent?.message).toContain(`"abandonCandidate": "${doubtful}"`);
    expect(await findingsAfter(HOUR_MS, org)).toEqual([]);
    const number = { genesysOrgId: org.id, countryCode: 'GB', phoneNumberType: 'mobile' as const };
    lab.control.contents.addPhoneNumber({ ...number, phoneNumber: doubtful });
    const [there, ...more] = await findingsAfter(HOUR_MS, org);
    expect(more).toEqual([]);
    expect(there).toMatchObject({ finding: 'number in doubt', found: 'ready (ACTIVE)' });
    expect(there?.message).toMatch(
      /billed every month. Register the org again: the number is taken and no other is bought/,
    );
    expect(await findingsAfter(HOUR_MS, org)).toEqual([]);
    const { check: _, ...after } = await org.record();
    expect(after).toEqual(before);
  });
});
