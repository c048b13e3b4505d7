import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORG_ID, org, registration, seed } from './lab.ts';
import { Scenario, type ScenarioOptions } from './scenario.ts';

const SECRET_STORE = 'secrets.json';

/** Values that nobody else would write, new in each run. */
function canaries() {
  return {
    clientId: 'canary-client',
    clientSecret: `canary-secret-${randomBytes(12).toString('hex')}`,
    testSmsTo: `+4477009${String(randomInt(10_000, 99_999))}`,
    testSmsText: `canary  text ${randomBytes(6).toString('hex')}`,
  };
}
type Canaries = ReturnType<typeof canaries>;

async function run(
  secret: Canaries,
  options: ScenarioOptions = {},
  prepare?: (scenario: Scenario) => void,
): Promise<Scenario> {
  const { clientId, clientSecret } = secret;
  const scenario = await Scenario.start(seed(org({ clients: [{ clientId, clientSecret }] })), {
    ...options,
    functions: 'in processes',
  });
  await scenario.storeSecret(ORG_ID, secret);
  prepare?.(scenario);
  await scenario.register(registration());
  return scenario;
}

/** The tokens that the simulated Genesys Cloud has handed out, out of its own state. */
function tokensOf(scenario: Scenario): string[] {
  const folder = join(scenario.folder, 'genesys');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const state = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return [...state.matchAll(/"token":\s*"([^"]{20,})"/g)].map((match) => match[1] ?? '');
}

/** Where canaries are outside the secret store: files of the local AWS, the ledger, and what executions show. */
async function findLeaks(scenario: Scenario, secret: Canaries): Promise<string[]> {
  const tokens = tokensOf(scenario);
  expect(tokens.length).toBeGreaterThan(0);
  const basic = Buffer.from(`${secret.clientId}:${secret.clientSecret}`).toString('base64');
  const values = [
    secret.clientSecret,
    secret.testSmsTo,
    secret.testSmsTo.slice(1),
    secret.testSmsText,
    basic,
    ...tokens,
  ];
  const forms = values.flatMap((value) => [
    value,
    value.replaceAll(/\s+/g, ' '),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
  ]);
  const executions = [
    ...(await scenario.executions('lab-sms-provisioning')),
    ...(await scenario.executions('lab-sms-verification')),
  ];
  const places = [
    ...scenario.filesOfTheLocalAws().filter(({ path }) => !path.endsWith(SECRET_STORE)),
    { path: 'the ledger', content: JSON.stringify(await scenario.ledger(ORG_ID)) },
    { path: 'executions', content: JSON.stringify(executions) },
  ];
  expect(places.length).toBeGreaterThan(10);
  return places.filter(({ content }) => forms.some((form) => content.includes(form))).map(({ path }) => path);
}

describe('the secret, its tokens, the text and its recipient', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  it('are nowhere in the local world after a run, but in the secret store', async () => {
    const secret = canaries();
    scenario = await run(secret);
    expect(scenario.genesys.control.texts()).toMatchObject([{ to: secret.testSmsTo }]);
    expect(scenario.genesys.control.texts()[0]?.body).toContain(secret.testSmsText);
    expect(await findLeaks(scenario, secret)).toEqual([]);
    const stored = scenario.filesOfTheLocalAws().filter(({ content }) => content.includes(secret.clientSecret));
    expect(stored.map(({ path }) => path.endsWith(SECRET_STORE))).toEqual([true]);
  });

  it('are nowhere when Genesys repeats them in its errors', async () => {
    const secret = canaries();
    const message = `no: ${secret.testSmsTo} "${secret.testSmsText}" ${secret.clientSecret}`;
    scenario = await run(secret, {}, ({ genesys }) => {
      const refusal = { status: 400, code: 'bad.request', message };
      genesys.control.addFault({ operation: 'postConversationsMessagesAgentless', ...refusal });
    });
    const [verification] = await scenario.executions('lab-sms-verification');
    expect(verification).toMatchObject({ status: 'FAILED', error: 'TestSmsFailed' });
    expect(verification?.message).toContain('redacted');
    expect(await findLeaks(scenario, secret)).toEqual([]);
  });

  it('are nowhere when a stage of provisioning fails', async () => {
    const secret = canaries();
    scenario = await run(secret, {}, ({ genesys }) => {
      const refusal = { status: 400, code: 'bad.request', message: `no: ${secret.clientSecret} ${secret.testSmsTo}` };
      genesys.control.addFault({ operation: 'putRoutingQueue', ...refusal });
    });
    const [provisioning] = await scenario.executions('lab-sms-provisioning');
    expect(provisioning).toMatchObject({ status: 'FAILED', error: 'GenesysRequestError' });
    expect(await findLeaks(scenario, secret)).toEqual([]);
  });

  it('are found by this very search when one line of a log holds them', async () => {
    const secret = canaries();
    const preload = join(__dirname, 'leak-secret.mjs');
    scenario = await run(secret, {
      handlerEnvironment: { NODE_OPTIONS: `--import=file://${preload}` },
      logsWhatItLikes: true,
    });
    const leaks = await findLeaks(scenario, secret);
    expect(leaks).toHaveLength(1);
    expect(leaks[0]).toMatch(/logs/);
  });
});
