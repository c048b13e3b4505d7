import { ALARMS } from '../../src/workflow/alarms.ts';
import { ERROR_NAMES } from '../../src/workflow/error-names.ts';
import { textOf } from '../support/project-files.ts';
import { anchorOf, runbookEntries, runbookText } from '../support/runbook.ts';

const FOREIGN = 'Errors that are not ours';
const ALARMS_PART = 'Alarms';
const ERRORS_PART = 'Errors';

const entries = runbookEntries().filter(({ part, name }) => part !== name);
const namesIn = (wanted: string): string[] => entries.filter(({ part }) => part === wanted).map(({ name }) => name);
const explained = entries.filter(({ part }) => part === ALARMS_PART || part === ERRORS_PART);

describe('the runbook', () => {
  it('has a heading for every alarm, and no other, in their order', () => {
    expect(namesIn(ALARMS_PART)).toEqual(ALARMS.map(({ name }) => name));
  });

  it('has a heading for every error by which a run can end, no other, and one for those of AWS', () => {
    expect(namesIn(ERRORS_PART)).toEqual([...ERROR_NAMES, FOREIGN]);
    const foreign = entries.find(({ name }) => name === FOREIGN)?.text ?? '';
    const names = ['States.Timeout', 'States.Runtime', 'Sandbox.Timedout', 'Lambda.Unknown', 'TIMED_OUT', 'ABORTED'];
    for (const name of names) expect(foreign).toContain(`\`${name}\``);
  });

  it.each(explained.map(({ name, text }) => [name, text]))(
    '%s: what it means, where to look, what to do',
    (_, text) => {
      const parts = ['Description', 'Investigation', 'Resolution'].map((part) => text.indexOf(`\n**${part}.**`));
      expect(parts.every((at) => at >= 0)).toBe(true);
      expect(parts).toEqual([...parts].sort((one, other) => one - other));
      const [, looking = '', doing = ''] = text.split(/\*\*(?:Investigation|Resolution)\.\*\*/);
      // A command, or the common one by its heading.
      expect(looking).toMatch(/^```sh$|\]\(#/m);
      expect(doing.trim()).toMatch(/\w.*\.|\]\(#/s);
    },
  );

  it.each(['docs/runbook.md', 'docs/operations.md'])('and %s lead to headings that are there', (document) => {
    const anchors = (text: string): string[] =>
      [...text.matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading.replaceAll('`', '')));
    const broken = [...textOf(document).matchAll(/\]\(([\w./-]*)#([\w-]+)\)/g)]
      .map(([, file = '', anchor = '']) => ({ file, anchor }))
      .filter(({ file, anchor }) => {
        const path = file === '' ? document : file.replace(/^(\.\.\/)?/, (up) => (up === '' ? 'docs/' : ''));
        return !anchors(textOf(path)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('asks for nothing that the policy of operators does not give', () => {
    const policy = JSON.parse(textOf('docs/examples/operator-policy.json')) as { Statement: { Action: string[] }[] };
    const allowed = policy.Statement.flatMap(({ Action }) => Action.map((action) => action.toLowerCase()));
    const asked = [...runbookText().matchAll(/\baws (\w+) ([a-z-]+)/g)]
      .filter(([, service]) => service !== 'commands')
      .map(([, service = '', operation = '']) => `${PREFIXES[service] ?? service}:${operation.replaceAll('-', '')}`);
    expect(asked.length).toBeGreaterThan(20);
    expect([...new Set(asked)].filter((action) => !allowed.includes(action))).toEqual([]);
  });
});

/** What IAM calls the CLI's services. */
const PREFIXES: Readonly<Record<string, string>> = { stepfunctions: 'states' };
