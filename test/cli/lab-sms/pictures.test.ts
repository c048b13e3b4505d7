import { rowsOfTerminalSvg } from '../../../scripts/terminal-svg.ts';
import { PROVISIONING_STAGES } from '../../../src/workflow/stages.ts';
import { textOf } from '../../support/project-files.ts';
import { CommandLab } from './command-lab.ts';
import { thirtyOrgs } from './pictured-orgs.ts';

jest.setTimeout(60_000);

/** Ends of leases lie some days after the day of the picture. */
function dateless(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}/g, 'a date');
}

it('the kept picture of lab-sms status shows what the command prints of the same 30 orgs', async () => {
  const lab = await CommandLab.start();
  await thirtyOrgs(lab);
  const { stdout } = await lab.run('this machine', ['status']);
  await lab.stop();
  const printed = stdout.split('\n').filter((line) => line !== '');
  const rows = rowsOfTerminalSvg(textOf('docs/images/status.svg'));
  expect(printed).toHaveLength(33);
  expect(rows.map(dateless)).toEqual(['$ lab-sms status', ...printed.map(dateless)]);
});

it('the kept picture of lab-sms provision names every stage, and why, how long and at which try one of them waits', () => {
  const [command, title, ...rows] = rowsOfTerminalSvg(textOf('docs/images/provision.svg'));
  expect(command).toBe('$ lab-sms provision "G Ride Lab London"');
  expect(title).toBe('❯ Provisioning of G Ride Lab London');
  const stages = rows.flatMap((row) => /^ {2}\S (\w+)/.exec(row)?.[1] ?? []);
  expect(stages).toEqual(PROVISIONING_STAGES);
  expect(rows.join('\n')).toMatch(/AwaitSmsPhoneNumber\n {4}› waiting \d+ s, try [2-9]: \+\d+ is /);
});
