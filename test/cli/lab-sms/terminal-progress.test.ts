import { sendRegistration } from '../../../cli/registration/register.ts';
import { ORG_ID, SECRET, registration, seed } from '../../scenarios/lab.ts';
import { KEY, Terminal, type TerminalOptions } from '../../support/terminal.ts';
import { CommandLab } from './command-lab.ts';

jest.setTimeout(60_000);

const PLACE = 'this machine';
const ESCAPE = String.fromCharCode(27);
/** Of the stack's clock: by then the number is bought and not yet there. */
const WAITING_MS = 3000;

describe('what a person at a terminal sees of a provisioning', () => {
  let lab: CommandLab;
  let terminal: Terminal;
  beforeEach(async () => {
    lab = await CommandLab.start(seed());
    await lab.scenario.storeSecret(ORG_ID, SECRET);
  });
  afterEach(async () => {
    terminal.close();
    await lab.stop();
  });

  const run = (args: string[], { env: more = {}, ...size }: TerminalOptions = {}): Terminal => {
    const { env, where } = lab.surroundings(PLACE, more);
    terminal = Terminal.run(['cli/lab-sms.mjs', ...args, ...where], { ...size, env });
    return terminal;
  };

  const waiting = async (options?: TerminalOptions): Promise<void> => {
    lab.holdIn(WAITING_MS);
    await sendRegistration(lab.scenario.clients, registration());
    while ((await lab.scenario.ledger(ORG_ID))?.claim === undefined);
    run(['provision', ORG_ID, '--attach'], options);
    await terminal.shows('AwaitSmsPhoneNumber\n    › waiting');
  };

  it('while it waits: stages, the reason, how long so far, the try; Ctrl-C lets go and leaves the terminal sane', async () => {
    await waiting();
    const screen = terminal.lines().join('\n');
    expect(screen).toMatch(/^❯ Provisioning of Scenario Lab\n {2}✔ ClaimLabOrg /);
    expect(screen).toMatch(
      / {2}. AwaitSmsPhoneNumber\n {4}› waiting \d+ s, try 1: [^]+\n {2}◼ AssignQueueOutboundNumber\n/,
    );
    terminal.type(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    const left = terminal.lines();
    expect(left).toContain('↓ Provisioning of Scenario Lab');
    expect(left).toContain('  ↓ AwaitSmsPhoneNumber goes on');
    expect(left.slice(-3)).toEqual([
      'Let go: the run goes on without this command.',
      '  come back  lab-sms provision "Scenario Lab" --attach',
      '  look       lab-sms status "Scenario Lab"',
    ]);
    expect(left.filter((line) => line.includes('ClaimLabOrg'))).toHaveLength(1);
    expect(terminal.hasCursor).toBe(true);
  });

  it('in 40 columns: each row once, and nothing of what was drawn before is left', async () => {
    await waiting({ columns: 40 });
    terminal.type(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    const screen = terminal.lines().join('\n');
    for (const row of ['Provisioning of', 'ClaimLabOrg', 'RecordProvisioned', 'goes on\n'])
      expect(screen.split(row)).toHaveLength(2);
    expect(screen).not.toContain('waiting');
  });

  it('how it failed, once, and what to do', async () => {
    await lab.scenario.register(registration());
    lab.scenario.genesys.control.addFault({
      operation: 'getRoutingQueues',
      status: 400,
      code: 'bad.request',
      times: 9,
    });
    run(['provision', ORG_ID]);
    expect(await terminal.ended()).toBe(1);
    const screen = terminal.lines().join('\n');
    expect(screen).toMatch(
      /^✖ Provisioning of Scenario Lab\n {2}✔ ClaimLabOrg .*\n {2}✖ VerifyOrgAccess\n {4}› FAILED \w+\n/,
    );
    expect(screen).toContain('When it is mended: lab-sms redrive "Scenario Lab"');
    expect(terminal.hasCursor).toBe(true);
  });

  it.each([
    ['NO_COLOR is set', { NO_COLOR: '1' }],
    ['the terminal is dumb', { TERM: 'dumb' }],
  ])('plain lines without a single escape where %s', async (_where, env) => {
    await lab.scenario.register(registration());
    run(['provision', ORG_ID], { env });
    expect(await terminal.ended()).toBe(0);
    expect(terminal.printed).not.toContain(ESCAPE);
    expect(terminal.lines().join('\n')).toMatch(
      /^Provisioning of Scenario Lab\n {2}ClaimLabOrg\n[^]*\n {2}done\nScenario Lab is ready\.\n/,
    );
  });
});
