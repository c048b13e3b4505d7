import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { setTimeout as pause } from 'node:timers/promises';
import { sendRegistration } from '../../cli/registration/register.ts';
import { SPEND_TOTAL } from '../../src/workflow/spend-items.ts';
import { documentedBlocks } from '../support/documented-blocks.ts';
import { rowsOf } from './auditing/expectations.ts';
import { seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { ScenarioOrg } from './several-orgs.ts';

const BUY = 'postRoutingSmsPhonenumbers';
const THEIRS = '+447700900042';
const adopting = { sms: { countryCode: 'GB', phoneNumberType: 'mobile', phoneNumber: THEIRS } };
const routed = {
  flows: [{ name: 'Their flow' }],
  phoneNumbers: [{ phoneNumber: THEIRS, countryCode: 'GB', phoneNumberType: 'mobile' as const, flow: 'Their flow' }],
};

interface Failure {
  org: ScenarioOrg;
  stage: string;
  error: string;
  /** What the message says of why, and of what is to do. */
  says: readonly string[];
  outcome?: string;
  play: (scenario: Scenario, org: ScenarioOrg) => Promise<void>;
}

const register = (scenario: Scenario, org: ScenarioOrg): Promise<void> => scenario.register(org.registration);

async function registerWhileBuying(scenario: Scenario, org: ScenarioOrg, fault: object): Promise<void> {
  scenario.genesys.control.addFault({ operation: BUY, times: 100, ...fault });
  await register(scenario, org);
  scenario.genesys.control.clearFaults();
}

const FAILURES: readonly Failure[] = [
  {
    org: new ScenarioOrg('No Permission', 1),
    stage: 'VerifyOrgAccess',
    error: 'PermissionsMissing',
    says: ['sms:phoneNumber:add', 'Add them to a role of the OAuth client'],
    play: async (scenario, org) => {
      const permissions = ['architect:*:*', 'conversation:*:*', 'routing:*:*'];
      scenario.genesys.control.setRole({ genesysOrgId: org.id, clientId: org.secret.clientId, permissions });
      await register(scenario, org);
    },
  },
  {
    org: new ScenarioOrg('Purchase In Doubt', 2),
    stage: 'PurchaseSmsPhoneNumber',
    error: 'PurchaseInDoubt',
    says: ['is not known', 'register again', 'abandonCandidate'],
    play: (scenario, org) => registerWhileBuying(scenario, org, { reset: 'before' }),
  },
  {
    org: new ScenarioOrg('Foreign Route', 3, routed, adopting),
    stage: 'VerifyOrgAccess',
    error: 'MessageRouteForeign',
    says: [THEIRS, '"replace"'],
    play: register,
  },
  {
    org: new ScenarioOrg('Never Active', 4),
    stage: 'AwaitSmsPhoneNumber',
    error: 'SmsPhoneNumberNotReady',
    says: ['waiting for Genesys', 'Redrive this execution'],
    play: (scenario, org) => registerWhileBuying(scenario, org, { outcome: 'Pending' }),
  },
  {
    org: new ScenarioOrg('Numbers Fail', 5),
    stage: 'PurchaseSmsPhoneNumber',
    error: 'NoSmsPhoneNumberAvailable',
    says: ['did not hand over', 'Register again later'],
    play: (scenario, org) => registerWhileBuying(scenario, org, { outcome: 'Failed' }),
  },
  {
    org: new ScenarioOrg('Stopped', 6),
    stage: 'PurchaseSmsPhoneNumber',
    error: 'WrongRoom',
    says: ['The class has moved.'],
    outcome: 'aborted',
    play: async (scenario, org) => {
      const before = scenario.calls(BUY).length;
      scenario.genesys.control.addFault({ operation: BUY, delayMs: 4_000, delay: 'after' });
      await sendRegistration(scenario.clients, org.registration);
      while (scenario.calls(BUY).length === before) await pause(5);
      const executionArn = (await org.record(scenario)).lastExecution;
      await scenario.clients.stepFunctions.send(
        new StopExecutionCommand({ executionArn, error: 'WrongRoom', cause: 'The class has moved.' }),
      );
      await scenario.idle();
      scenario.genesys.control.clearFaults();
    },
  },
  {
    org: new ScenarioOrg('Spend Limit', 7),
    stage: 'PurchaseSmsPhoneNumber',
    error: 'SpendLimitReached',
    says: ['settings.json'],
    play: async (scenario, org) => {
      const members = Array.from(
        { length: 100 },
        (_, index) => `+4477009${String(index).padStart(5, '0')} another-org`,
      );
      const item = JSON.stringify({ genesysOrgId: { S: SPEND_TOTAL }, members: { SS: members } });
      await scenario.shell({ item }).run('aws dynamodb put-item --table-name lab-sms-ledger --item "$item"');
      await register(scenario, org);
    },
  },
];

const [setup, ...questions] = documentedBlocks('docs/auditing.md');
const WHY = questions.find(({ heading }) => heading.startsWith('6.'))?.script ?? '';

describe('a failed run is explained from the log lines alone: stage, error, why, and what to do', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await Scenario.start(seed(...FAILURES.map(({ org }) => org.seed)));
    for (const { org, play } of FAILURES) {
      await scenario.storeSecret(org.id, org.secret);
      await play(scenario, org);
    }
  }, 120_000);
  afterAll(() => scenario.stop());

  it.each(FAILURES)('$org.name: $error', async ({ org, stage, error, says, outcome = 'failed' }) => {
    const shell = scenario.shell();
    await shell.run(setup?.script ?? '');
    await shell.run(`org=${org.id}`);
    const rows = rowsOf((await shell.run(WHY)).at(-1)?.output ?? '');
    expect(rows).toMatchObject([{ failedStage: stage, errorName: error, outcome, machine: 'lab-sms-provisioning' }]);
    for (const words of says) expect(rows[0]?.message).toContain(words);
  });
});
