import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { sendRegistration, sendRequest } from '../../cli/registration/register.ts';
import { DECOMMISSION_REQUESTED, VERIFICATION_REQUESTED } from '../../src/workflow/events.ts';
import { LEDGER_TABLE_NAME } from '../../src/workflow/names.ts';
import { CHECK_PERIOD_MINUTES } from '../../src/workflow/timeouts.ts';
import { AwsShell } from '../support/aws-command.ts';
import { textOf } from '../support/project-files.ts';
import { PROJECT } from '../support/run-node.ts';
import { runbookEntries, runbookText } from '../support/runbook.ts';
import { SECRET, org, seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { ScenarioOrg } from './several-orgs.ts';

const SAMPLE = JSON.parse(textOf('docs/examples/lab-org-registered.json')) as { genesysOrgId: string; name: string };
const drifting = new ScenarioOrg('Lab Somebody Edits', 4);
const other = new ScenarioOrg('Lab Over The Limit', 2);
/** Its record is no record, as nobody but a bug would leave it. */
const broken = new ScenarioOrg('Lab With A Broken Record', 3);

/** What the answer of each heading's commands names, where it is about something that has failed here. */
const NAMES: Readonly<Record<string, RegExp | undefined>> = {
  'Look first': undefined,
  'The failed run': /PurchaseInDoubt: .*\+44/,
  "The org's record": /"error":[\s\S]*"PurchaseInDoubt"/,
  'The execution': /"status": "FAILED",\n\s+"error": "PurchaseInDoubt"/,
  'What was changed': /"phase":"in doubt".*\+44/,
  'What Genesys refused': /"operation":"POST \/api\/v2\/routing\/sms\/phonenumbers"/,
  'The verifications': /"outcome": "failed"/,
  NumberInDoubt: /"errorName":"PurchaseInDoubt"/,
  BuyingStopped: new RegExp(`\\+44\\d+ ${SAMPLE.genesysOrgId}`),
  ThingsLeftBehind: /"errorName":"LeftBehind"/,
  TestSmsNotDelivered: /"errorName":"TestSmsFailed"/,
  RoutingDrift: /"finding":"routing drift"/,
  StrayNumber: /"finding":"stray number"/,
  UnexpectedFailure: /"UnexpectedFailures":1/,
  EventUndelivered: /RulesLabOrgRegistered/,
  InvocationFailed: /SweepIncomplete[\s\S]*RetriesExhausted/,
  ScheduleStopped: /"stage":"SweepLabOrgs"/,
  InvalidRegistration: /"errorName":"InvalidRegistration"/,
  InvalidVerificationRequest: /"errorName":"InvalidVerificationRequest"/,
  InvalidDecommissionRequest: /"errorName":"InvalidDecommissionRequest"/,
  LabOrgBusy: /lab-sms-provisioning/,
  CredentialsMissing: new RegExp(`"name": "lab-sms/${SAMPLE.genesysOrgId}"`),
  PurchaseInDoubt: /"in doubt"[\s\S]*"attempts"/,
  SpendLimitReached: /spend#2026-\d\d-\d\d[\s\S]*\+44/,
  SweepIncomplete: new RegExp(broken.id),
  CheckIncomplete: new RegExp(broken.id),
  'Errors that are not ours': /ExecutionFailed/,
};

describe("the runbook's commands, word for word, after everything has gone wrong", () => {
  const entries = runbookEntries().filter(({ blocks }) => blocks.length > 0);
  let scenario: Scenario;

  beforeAll(async () => {
    const sample = org({ id: SAMPLE.genesysOrgId, name: SAMPLE.name });
    scenario = await Scenario.start(seed(sample, drifting.seed, other.seed, broken.seed), {
      handlerEnvironment: { NUMBERS_PER_DAY: '3' },
    });
    await scenario.storeSecret(SAMPLE.genesysOrgId, SECRET);
    for (const { id, secret } of [drifting, other, broken]) await scenario.storeSecret(id, secret);
    await misfortunes(scenario);
  }, 120_000);
  afterAll(() => scenario.stop());

  it('are all under headings whose answers are known here, and in blocks of the shell', () => {
    expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(NAMES).sort());
    const fences = [...runbookText().matchAll(/^\s*(```|~~~)/gm)];
    expect(fences).toHaveLength(2 * entries.flatMap(({ blocks }) => blocks).length);
  });

  it.each(entries.map(({ name, blocks }) => [name, blocks] as const))('%s', async (name, blocks) => {
    const endpointUrl = await scenario.clients.stepFunctions.config.endpoint?.();
    const shell = new AwsShell({
      endpointUrl: `http://127.0.0.1:${endpointUrl?.port ?? ''}`,
      folder: PROJECT,
      now: () => scenario.clock.now(),
    });
    for (const setting of runbookEntries().find((entry) => entry.name === 'Look first')?.blocks ?? [])
      await shell.run(setting);
    const printed: string[] = [];
    for (const block of blocks) printed.push(...(await shell.run(block)).map(({ output }) => output));
    expect(printed.join('')).toMatch(NAMES[name] ?? /^$/);
  });
});

/** One org's text fails, its flow stays behind, its next number is in doubt; another meets the limit; a third is a bug. */
async function misfortunes(scenario: Scenario): Promise<void> {
  const { control } = scenario.genesys;
  const { genesysOrgId } = SAMPLE;
  control.addFault({
    operation: 'postRoutingSmsPhonenumbers',
    status: 400,
    code: 'phone.number.unavailable',
    times: 1,
  });
  await scenario.register(drifting.registration);
  await scenario.register({ ...SAMPLE, colour: 'red' });
  control.addFault({ operation: 'postConversationsMessagesAgentless', status: 400, code: 'bad.request', times: 1 });
  await scenario.register(SAMPLE);
  await sendRequest(scenario.clients, VERIFICATION_REQUESTED, { genesysOrgId, colour: 'red' });
  await sendRequest(scenario.clients, DECOMMISSION_REQUESTED, { genesysOrgId, colour: 'red' });
  await scenario.idle();
  control.addFault({ operation: 'deleteFlow', status: 400, code: 'bad.request', times: 100 });
  await scenario.decommission({ genesysOrgId });
  control.clearFaults();
  await scenario.decommission({ genesysOrgId });
  control.addFault({ operation: 'postRoutingSmsPhonenumbers', reset: 'before', times: 100 });
  await scenario.pass(60_000);
  await sendRegistration(scenario.clients, SAMPLE);
  await scenario.idle();
  control.clearFaults();
  await scenario.register(other.registration);
  await breakRecord(scenario);
  await driftAway(scenario);
}

/** Neither the sweep nor the check can handle such an org. */
async function breakRecord({ clock, clients }: Scenario): Promise<void> {
  const then = { S: new Date(clock.now() - 2 * 86_400_000).toISOString() };
  const inFlight = { M: { verificationId: { S: 'of nobody' }, executionArn: { S: 'of nobody' }, since: then } };
  const entries = { verifications: { M: {} }, verificationInFlight: inFlight, updatedAt: then };
  const Item = { genesysOrgId: { S: broken.id }, status: { S: 'ready' }, revision: { N: '1' }, ...entries };
  await clients.dynamoDb.send(new PutItemCommand({ TableName: LEDGER_TABLE_NAME, Item }));
}

/** Somebody publishes over the flow, a refused candidate turns up after all, and the checks of two days pass. */
async function driftAway(scenario: Scenario): Promise<void> {
  const { control } = scenario.genesys;
  const { id: genesysOrgId } = drifting;
  const { messageFlow, smsPhoneNumber } = (await scenario.ledger(genesysOrgId)) ?? {};
  control.editFlow({ genesysOrgId, flow: messageFlow?.id ?? '', by: 'Ada', publish: true });
  const phoneNumber = smsPhoneNumber?.refused[0]?.smsPhoneNumber ?? '';
  control.contents.addPhoneNumber({ genesysOrgId, phoneNumber, countryCode: 'GB', phoneNumberType: 'mobile' });
  await sendRequest(scenario.clients, VERIFICATION_REQUESTED, { genesysOrgId: broken.id });
  await scenario.idle();
  await scenario.pass(25 * CHECK_PERIOD_MINUTES * 60_000);
  for (let check = 0; check < 2; check += 1) await scenario.pass(CHECK_PERIOD_MINUTES * 60_000);
}
