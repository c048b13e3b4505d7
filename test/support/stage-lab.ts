import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { startGenesysSimulator } from '../../local/genesys/simulator.ts';
import type { GenesysSimulator, SeedOrg, SimulatorSeed } from '../../local/genesys/simulator.ts';
import { secretName } from '../../src/workflow/names.ts';
import type { Registration } from '../../src/workflow/registration.ts';
import { mockAws } from './aws-mocks.ts';
import type { AwsMocks } from './aws-mocks.ts';
import { LabOrg } from './lab-org.ts';
import { wrongLogLines } from './log-lines.ts';
import { ledgerDatabase } from './ledger-database.ts';
import { FLOW_ID, FLOW_NAME, QUEUE_ID, registrationOf } from './ledger-records.ts';

export const BUS = 'bus-under-test';

/** What a test's org is made of, beside what every lab has. */
export interface LabOrgOptions {
  /** What is in the org instead of its one queue. */
  org?: Partial<SeedOrg>;
  registration?: Partial<Registration>;
  /** What the org's client may do: everything unless given. */
  permissions?: string[];
  /** Fields of the secret; one given as undefined is left out. */
  secret?: Record<string, string | undefined>;
}

/** Everything that stands in for a cloud in a stage test. */
export interface StageLab {
  readonly aws: AwsMocks;
  readonly control: GenesysSimulator['control'];
  /** Where the simulated Genesys Cloud answers. */
  readonly genesysUrl: string;
  /** The log lines of this test, parsed. */
  lines(): Record<string, unknown>[];
  /** A number in London that nobody has and no search for mobile numbers finds. */
  nextNumber(): string;
  /** Adds an org that no other test has. */
  addOrg(options?: LabOrgOptions): LabOrg;
}

/** An org in which provisioning has ended: number, queue, flow and route are there. */
export function provisionedOrg(smsPhoneNumber: string, countryCode = 'GB'): Partial<SeedOrg> {
  return {
    queues: [{ name: 'G Ride', id: QUEUE_ID, smsPhoneNumber }],
    flows: [{ name: FLOW_NAME, id: FLOW_ID }],
    phoneNumbers: [{ phoneNumber: smsPhoneNumber, countryCode, phoneNumberType: 'local', flow: FLOW_NAME }],
  };
}

const NOTHING_TAKES_TIME = {
  purchaseMs: 0,
  flowJobMs: 0,
  recipientDelayMs: 0,
  deliveryMs: 0,
  requestsPerMinute: 10_000,
};

/** The stand-ins of one test file. Whatever is logged is as the schema of the log says and shows no value of a secret. */
export function stageLab(settings: SimulatorSeed['settings'] = {}): StageLab {
  const ledger = ledgerDatabase();
  const lines: Record<string, unknown>[] = [];
  const confidential: string[] = [];
  let simulator: GenesysSimulator | undefined;
  let aws = mockAws();
  let numbers = 100;

  beforeAll(async () => {
    simulator = await startGenesysSimulator({ seed: { settings: { ...NOTHING_TAKES_TIME, ...settings }, orgs: [] } });
    Object.assign(process.env, {
      EVENT_BUS_NAME: BUS,
      NUMBERS_PER_DAY: '1000',
      NUMBERS_IN_ALL: '1000',
      TEST_SMS_PER_ORG_AND_DAY: '100',
      LAMBDA_TASK_ROOT: join(__dirname, '..', '..'),
      GENESYS_ENDPOINT_URL: simulator.url,
      POWERTOOLS_DEV: 'true',
    });
  });
  beforeEach(() => {
    aws.restore();
    aws = mockAws();
    simulator?.control.clearFaults();
    lines.length = 0;
    for (const level of ['info', 'error', 'warn'] as const) {
      jest.spyOn(console, level).mockImplementation((...line: unknown[]) => {
        lines.push(JSON.parse(String(line[0])) as Record<string, unknown>);
      });
    }
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    const logged = JSON.stringify(lines);
    expect(confidential.filter((value) => logged.includes(value))).toEqual([]);
    expect(wrongLogLines(lines.map((line) => JSON.stringify(line)))).toEqual([]);
  });
  afterAll(async () => {
    aws.restore();
    await simulator?.close();
  });

  const running = (): GenesysSimulator => {
    if (simulator === undefined) throw new Error('the simulator is there from beforeAll on');
    return simulator;
  };

  return {
    get aws() {
      return aws;
    },
    get control() {
      return running().control;
    },
    get genesysUrl() {
      return running().url;
    },
    lines: () => [...lines],
    nextNumber: () => `+442079460${numbers++}`,
    addOrg({ org = {}, registration = {}, permissions = ['*:*:*'], secret = {} } = {}) {
      const genesysOrgId = randomUUID();
      const credentials = { clientId: `client-${genesysOrgId}`, clientSecret: `secret-${genesysOrgId}` };
      this.control.addOrg({
        id: genesysOrgId,
        name: 'Vienna',
        clients: [{ ...credentials, permissions }],
        queues: [{ name: 'G Ride', id: QUEUE_ID }],
        ...org,
      });
      const values: NonNullable<LabOrgOptions['secret']> = { ...credentials, testSmsTo: '+447700900555', ...secret };
      aws.secrets.set(secretName(genesysOrgId), JSON.stringify(values));
      confidential.push(...Object.values(values).filter((value) => value !== undefined));
      return new LabOrg(registrationOf(genesysOrgId, registration), aws, this.control, ledger.table);
    },
  };
}
