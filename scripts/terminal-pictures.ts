import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CommandLab } from '../test/cli/lab-sms/command-lab.ts';
import { thirtyOrgs } from '../test/cli/lab-sms/pictured-orgs.ts';
import { Terminal } from '../test/support/terminal.ts';
import { terminalSvg, type TerminalSpan } from './terminal-svg.ts';

// npm run pictures: runs the real command in a pseudo-terminal of 80 columns, and writes what a person sees of it to docs/images.

const IMAGES = join(import.meta.dirname, '..', 'docs', 'images');
const PLACE = 'this machine';
const ORG_NAME = 'G Ride Lab London';
/** Of the stack's clock: by then the number has been looked at a few times. */
const HAS_WAITED_MS = 40_000;
const PURCHASE_MS = 5 * 60_000;
/** From then on, no call of a run that has failed can land any more. */
const SETTLED_MS = 60_000;

function run(lab: CommandLab, args: readonly string[]): Terminal {
  const { env, where } = lab.surroundings(PLACE, {
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    TERM: 'xterm-256color',
  });
  return Terminal.run(['cli/lab-sms.mjs', ...args, ...where], { env, rows: 60 });
}

function keep(file: string, title: string, command: string, screen: readonly TerminalSpan[][]): void {
  const look = { colour: undefined, isBold: false, isDim: false };
  const typed: TerminalSpan[] = [
    { ...look, text: '$ ', isDim: true },
    { ...look, text: command },
  ];
  writeFileSync(join(IMAGES, file), terminalSvg(title, [typed, ...screen]));
  process.stdout.write(`docs/images/${file}: ${screen.length + 1} rows\n`);
}

/** A provisioning in the middle: its first run failed before it bought anything, and now its number takes a while. */
async function pictureProvisioning(): Promise<void> {
  const lab = await CommandLab.start({ orgs: [], settings: { purchaseMs: PURCHASE_MS } });
  const org = await lab.org({ registration: { name: ORG_NAME } });
  lab.scenario.genesys.control.addFault({ operation: 'getRoutingQueues', status: 400, code: 'bad.request' });
  await lab.scenario.register(org.registration);
  await lab.scenario.pass(SETTLED_MS);
  const letGo = lab.hold();
  const terminal = run(lab, ['provision', ORG_NAME]);
  await terminal.shows('ClaimLabOrg');
  lab.holdIn(HAS_WAITED_MS);
  letGo();
  await terminal.shows('try 5');
  const command = `lab-sms provision "${ORG_NAME}"`;
  keep('provision.svg', `${command} in a terminal, while it waits for the number`, command, terminal.spans());
  terminal.close();
  await lab.stop();
}

async function pictureStatus(): Promise<void> {
  const lab = await CommandLab.start();
  await thirtyOrgs(lab);
  const terminal = run(lab, ['status']);
  await terminal.ended();
  keep('status.svg', 'lab-sms status of 30 orgs in a terminal of 80 columns', 'lab-sms status', terminal.spans());
  await lab.stop();
}

await pictureStatus();
await pictureProvisioning();
