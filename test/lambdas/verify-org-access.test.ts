import { handler } from '../../lambdas/verify-org-access/handler.ts';
import type { RecordChanges } from '../../src/ledger/lab-org-record.ts';
import type { ErrorName } from '../../src/workflow/error-names.ts';
import { REQUIRED_PERMISSIONS } from '../../src/provisioning/permissions.ts';
import { secretName } from '../../src/workflow/names.ts';
import { ONE_ATTEMPT_MS } from '../support/lab-org.ts';
import type { LabOrg } from '../support/lab-org.ts';
import { EXECUTION_ARN, FLOW_ID, FLOW_NAME, flowEntry, knownOf, numberEntry } from '../support/ledger-records.ts';
import { provisionedEntries, QUEUE_ID } from '../support/ledger-records.ts';
import { provisionedOrg, stageLab } from '../support/stage-lab.ts';
import type { LabOrgOptions } from '../support/stage-lab.ts';

const lab = stageLab();
const QUEUES = [{ name: 'G Ride', id: QUEUE_ID }];
const LOCAL = { countryCode: 'GB', phoneNumberType: 'local' } as const;

const heldOrg = async (options?: LabOrgOptions, changes?: RecordChanges): Promise<LabOrg> => {
  const org = lab.addOrg(options);
  await org.inLedger(changes);
  return org;
};

/** A final failure: its words are in the ledger, and nothing else has changed anywhere. */
const refusal = async (org: LabOrg, name: ErrorName): Promise<string> => {
  const before = await org.record();
  const message = await org.failure(handler, name);
  expect(org.writes()).toEqual([]);
  const after = await org.record();
  expect(after.lastError).toMatchObject({
    error: name,
    message,
    stage: 'VerifyOrgAccess',
    executionArn: EXECUTION_ARN,
  });
  expect(knownOf(after)).toEqual(knownOf(before));
  return message;
};

describe('VerifyOrgAccess', () => {
  it('says what it found in an org that is ready, and changes nothing, however often it runs', async () => {
    const org = await heldOrg();
    const before = await org.record();
    const found = {
      permissions: 'complete',
      queueId: QUEUE_ID,
      messageFlowId: null,
      smsPhoneNumber: null,
    };
    expect(await org.run(handler)).toEqual(found);
    expect(await org.run(handler)).toEqual(found);
    expect(org.writes()).toEqual([]);
    expect(await org.record()).toEqual(before);
  });

  it('finds what earlier runs have provisioned', async () => {
    const number = lab.nextNumber();
    const org = await heldOrg({ org: provisionedOrg(number) }, provisionedEntries(number));
    // Its content is another one now, which is nobody's business but ours.
    expect(await org.run(handler)).toMatchObject({ messageFlowId: FLOW_ID, smsPhoneNumber: number });
  });

  it('goes on with "not checked" where Genesys does not tell a client its permissions', async () => {
    for (const status of [400, 403, 404]) {
      const org = await heldOrg();
      org.fault({ operation: 'getAuthorizationSubjectsMe', status });
      expect(await org.run(handler)).toMatchObject({ permissions: 'not checked' });
    }
  });
});

describe('VerifyOrgAccess refuses', () => {
  it('credentials of another org as WrongOrg, and looks at nothing there', async () => {
    const other = lab.addOrg();
    const org = await heldOrg();
    lab.aws.secrets.set(secretName(org.id), lab.aws.secrets.get(secretName(other.id)) ?? '');
    expect(await refusal(org, 'WrongOrg')).toContain(`"Vienna" (${other.id})`);
    expect(other.requests().map(({ operation }) => operation)).toEqual(['token', 'getOrganizationsMe']);
  });

  const number = '+442079460001';
  it.each<[ErrorName, string, LabOrgOptions, RecordChanges, string[]]>([
    ['QueueNotFound', 'no queue of that name', { org: { queues: [] } }, {}, ['"G Ride"', 'Create it']],
    [
      'QueueNameAmbiguous',
      'two queues of that name',
      { org: { queues: [...QUEUES, { name: 'G Ride', id: 'queue-2' }] } },
      {},
      ['queue-1, queue-2', 'Rename all but one'],
    ],
    [
      'QueueNumberForeign',
      'a queue that sends from another number',
      { org: { queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: '+442079460999' }] } },
      {},
      ['+442079460999', '"replace": ["queueNumber"]'],
    ],
    [
      'MessageFlowForeign',
      "somebody else's flow of that name",
      { org: { queues: QUEUES, flows: [{ name: FLOW_NAME, id: 'theirs' }] } },
      {},
      ['theirs', 'was not published by lab-sms', '"replace": ["flow"]'],
    ],
    [
      'MessageFlowLocked',
      'a flow of ours that a person has open',
      { org: { queues: QUEUES, flows: [{ name: FLOW_NAME, id: FLOW_ID, lockedBy: 'Ada' }] } },
      { messageFlow: flowEntry() },
      ['Ada', 'save and close it'],
    ],
    [
      'SmsPhoneNumberNotOwned',
      "a number to adopt that isn't the org's",
      { registration: { sms: { ...LOCAL, phoneNumber: number } } },
      {},
      [number, 'Correct it'],
    ],
    [
      'SmsPhoneNumberChangeRefused',
      'another wish while the org has a number',
      { registration: { sms: LOCAL } },
      { smsPhoneNumber: numberEntry() },
      ['+447700900101', 'decommission'],
    ],
    [
      'NumberMissing',
      'that the active number of the ledger is gone',
      {},
      { smsPhoneNumber: numberEntry() },
      ['+447700900101', 'No other is bought by itself'],
    ],
  ])('as %s: %s', async (name, _what, options, changes, parts) => {
    const org = await heldOrg(options, changes);
    const message = await refusal(org, name);
    for (const part of parts) expect(message).toContain(part);
  });

  it("somebody else's route of an adopted number as MessageRouteForeign", async () => {
    const phoneNumber = lab.nextNumber();
    const org = await heldOrg({
      org: {
        flows: [{ name: 'Their flow', id: 'theirs' }],
        phoneNumbers: [{ phoneNumber, ...LOCAL, flow: 'Their flow' }],
      },
      registration: { sms: { ...LOCAL, phoneNumber } },
    });
    const message = await refusal(org, 'MessageRouteForeign');
    expect(message).toContain(phoneNumber);
    expect(message).toContain('"replace": ["route"]');
  });

  it('what replace allows no more', async () => {
    const phoneNumber = lab.nextNumber();
    const org = await heldOrg({
      org: {
        queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber: '+442079460999' }],
        flows: [{ name: FLOW_NAME, id: 'theirs' }],
        phoneNumbers: [{ phoneNumber, ...LOCAL, flow: FLOW_NAME }],
      },
      registration: { sms: { ...LOCAL, phoneNumber }, replace: ['flow', 'route', 'queueNumber'] },
    });
    expect(await org.run(handler)).toMatchObject({ messageFlowId: 'theirs', smsPhoneNumber: phoneNumber });
  });

  it('missing permissions as PermissionsMissing with the whole list', async () => {
    const org = await heldOrg({ permissions: ['routing:*:*', 'architect:flow:*'] });
    const message = await refusal(org, 'PermissionsMissing');
    for (const permission of ['architect:job:create', 'conversation:message:create', 'sms:phoneNumber:add']) {
      expect(message).toContain(permission);
    }
    expect(message).not.toContain('routing:queue:view');
    expect(message).toContain('Add them to a role');
  });

  it('several problems as OrgNotReady, each under its own name, all in one message', async () => {
    const flows = [{ name: FLOW_NAME, id: 'theirs' }];
    const org = await heldOrg({ org: { flows, queues: [] }, permissions: ['routing:queue:*', 'architect:flow:view'] });
    const message = await refusal(org, 'OrgNotReady');
    expect(message).toContain('3 problems, nothing was changed');
    for (const part of ['(1) PermissionsMissing', '(2) QueueNotFound', '(3) MessageFlowForeign']) {
      expect(message).toContain(part);
    }
  });

  it('a look that Genesys forbids where it does not tell permissions, in the words of Genesys', async () => {
    const org = await heldOrg({ permissions: ['routing:*:*', 'sms:*:*'] });
    org.fault({ operation: 'getAuthorizationSubjectsMe', status: 403 });
    expect(await refusal(org, 'PermissionsMissing')).toContain('architect:flow:view');
  });
});

describe('VerifyOrgAccess of an org whose flow somebody has open', () => {
  const lockedOrg = async (unlockFlow: boolean, permissions = ['*:*:*']): Promise<LabOrg> => {
    const flows = [{ name: FLOW_NAME, id: FLOW_ID, lockedBy: 'Ada' }];
    const org = lab.addOrg({ org: { flows }, registration: { replace: ['flow'], unlockFlow }, permissions });
    await org.inLedger();
    return org;
  };

  it('names who holds it and how to take it from them, and unlocks nothing itself', async () => {
    const message = await (await lockedOrg(false)).failure(handler, 'MessageFlowLocked');
    expect(message).toMatch(/locked by Ada.*"unlockFlow": true/);
    const org = await lockedOrg(true);
    await org.run(handler);
    expect(org.writes()).toEqual([]);
  });

  it('asks for the permission to unlock only where the registration wants it', async () => {
    const all = REQUIRED_PERMISSIONS.map(String);
    expect(await (await lockedOrg(false, all)).failure(handler, 'MessageFlowLocked')).toContain('locked by Ada');
    const message = await (await lockedOrg(true, all)).failure(handler, 'PermissionsMissing');
    expect(message).toContain('lack architect:flow:unlock.');
  });
});

describe('VerifyOrgAccess without usable credentials', () => {
  it('fails as CredentialsMissing or CredentialsInvalid before it calls Genesys', async () => {
    const org = await heldOrg();
    lab.aws.secrets.delete(secretName(org.id));
    expect(await refusal(org, 'CredentialsMissing')).toContain(`lab-sms/${org.id}`);
    lab.aws.secrets.set(secretName(org.id), '{"clientId":"only-an-id"}');
    expect(await refusal(org, 'CredentialsInvalid')).toContain('clientSecret');
    expect(org.requests()).toEqual([]);
  });

  it('fails as GenesysAuthenticationError, and reads the secret anew the next time, which comes at once: it may have been rotated', async () => {
    const org = await heldOrg();
    const good = lab.aws.secrets.get(secretName(org.id)) ?? '';
    const rotated = JSON.parse(good) as Record<string, string>;
    lab.aws.secrets.set(secretName(org.id), JSON.stringify({ ...rotated, clientSecret: 'rotated-away' }));
    expect(await org.failure(handler, 'GenesysAuthenticationError')).toContain('Check clientId and clientSecret');
    expect(await org.record()).not.toHaveProperty('lastError');
    lab.aws.secrets.set(secretName(org.id), good);
    expect(await org.run(handler)).toMatchObject({ permissions: 'complete' });
  });

  it('leaves no lastError behind when Genesys is only busy, since the stage is tried again', async () => {
    const org = await heldOrg();
    org.fault({ operation: 'getOrganizationsMe', status: 503 });
    await org.failure(handler, 'GenesysUnavailableError', { remainingMs: ONE_ATTEMPT_MS });
    org.fault({ operation: 'getRoutingQueues', status: 429, headers: { 'retry-after': '60' } });
    await org.failure(handler, 'GenesysRateLimitError', { remainingMs: ONE_ATTEMPT_MS });
    expect((await org.record()).lastError).toBeUndefined();
  });
});
