import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { START_OPTIONS } from '../../cli/start/start-options.ts';
import { FURTHER_PERMISSIONS, REQUIRED_PERMISSIONS } from '../../src/provisioning/permissions.ts';
import { DecommissionRequestSchema, RegistrationSchema, parse } from '../../src/workflow/registration.ts';

const root = join(__dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

describe('the README', () => {
  it('is at most 200 lines long', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  });

  it('lists the permissions that VerifyOrgAccess asks for, and no other', () => {
    expect(found(readme, /`(\w+:\w+:\w+)`/g).sort()).toEqual([...REQUIRED_PERMISSIONS, ...FURTHER_PERMISSIONS].sort());
  });

  it('explains every field of a registration', () => {
    const table = readme.slice(readme.indexOf('## Registering an org'), readme.indexOf("The org's secret"));
    const fields = Object.keys(RegistrationSchema.shape).filter((field) => field !== 'sms');
    const smsFields = Object.keys(RegistrationSchema.shape.sms.shape).map((field) => `sms.${field}`);
    for (const field of [...fields, ...smsFields]) expect(table).toContain(`\`${field}\``);
  });

  it('has a page that explains every field of a request to decommission, and an example that is one', () => {
    const page = readFileSync(join(root, 'docs/decommissioning.md'), 'utf8');
    for (const field of Object.keys(DecommissionRequestSchema.shape)) expect(page).toContain(`| \`${field}\``);
    const example = readFileSync(join(root, 'docs/examples/lab-org-decommission-requested.json'), 'utf8');
    expect(parse(DecommissionRequestSchema, JSON.parse(example))).toMatchObject({ ok: true });
  });

  it('names the options of npm start that its help names', () => {
    const options = (text: string) => unique(found(text, /(--[a-z][a-z-]*)/g));
    const [table = ''] = readme.slice(readme.indexOf('| Option of `npm start --`')).split('\n\n');
    const ofTheSimulator = ['--port', '--seed'];
    const inHelp = [...START_OPTIONS.map(([flags]) => options(flags)[0]), '--stack'].sort();
    expect(
      options(table)
        .filter((option) => !ofTheSimulator.includes(option))
        .sort(),
    ).toEqual(inHelp);
  });

  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/simulator.md',
    'docs/architecture.md',
    'docs/auditing.md',
    'docs/decommissioning.md',
    'docs/operations.md',
    'docs/runbook.md',
    'docs/security.md',
    'docs/threat-model.md',
    'docs/tutorial.md',
  ])('%s links only to files that are there', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const links = found(text, /\]\(([^)#]+)[^)]*\)/g).filter((link) => !/^https?:/.test(link));
    for (const link of links) expect(existsSync(join(root, file, '..', link)) ? '' : link).toBe('');
  });
});
