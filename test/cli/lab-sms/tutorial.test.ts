import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../support/run-node.ts';
import { settledScreens } from './tutorial/settled-screens.ts';
import { tutorialSteps, withScreens } from './tutorial/tutorial-steps.ts';
import { walkTutorial, type WalkedStep } from './tutorial/tutorial-walk.ts';

const tutorial = readFileSync(join(PROJECT, 'docs/tutorial.md'), 'utf8');
const steps = tutorialSteps(tutorial);
const shown = settledScreens(steps.map(({ screen = '' }) => screen));

describe('docs/tutorial.md, typed again line by line', () => {
  let walked: WalkedStep[];
  let seen: string[];
  let report = '';

  beforeAll(async () => {
    const walk = await walkTutorial(PROJECT, steps, (folder) => {
      const file = join(folder, 'london.html');
      return new Map([['london.html', existsSync(file) ? readFileSync(file, 'utf8') : '']]);
    });
    walked = walk.steps;
    seen = settledScreens(walked.map(({ screen }) => screen));
    report = walk.files.get('london.html') ?? '';
  }, 300_000);

  // When the product has changed its words on purpose: `npm run docs -- --tutorial` writes the screens anew.
  it.each(steps.map(({ line }, index) => [index + 1, line]))('%i: %s shows what the tutorial shows', (count) => {
    expect(seen[count - 1]).toBe(shown[count - 1]);
  });

  it('ends well with every command but the plan that says what is wrong', () => {
    const failed = walked.filter(({ exitCode }) => exitCode !== 0);
    expect(failed.map(({ exitCode, step }) => [exitCode, step.line])).toEqual([
      [1, 'npx lab-sms plan --file docs/examples/leeds-lab-org-registered.json'],
    ]);
  });

  it('leaves the report that it speaks of', () => {
    expect(report).toMatch(/^<!doctype html>/i);
    expect(report).toContain('G Ride Lab London');
  });
});

describe('the reader of the tutorial', () => {
  const text = ['# A walk', '', '```sh', 'npx lab-sms status', '```', '', 'And on AWS:', '', ''].join('\n');
  const onAws = ['```sh', 'npx lab-sms status --stack LabSms', '```', ''].join('\n');

  it('takes commands, what is typed, and screens, and leaves those of an AWS account alone', () => {
    const typed = '```input\none\ntwo\n```\n';
    expect(tutorialSteps(`${text}${typed}\n\`\`\`\nNo org.\n\`\`\`\n${onAws}`)).toEqual([
      { line: 'npx lab-sms status', args: ['status'], answers: ['one', 'two'], screen: 'No org.' },
    ]);
  });

  it('puts a screen under its command, in place of the one that was there', () => {
    const first = withScreens(text + onAws, ['No org.']);
    expect(first).toContain('npx lab-sms status\n```\n\n```\nNo org.\n```\n\nAnd on AWS');
    expect(withScreens(first, ['One org.'])).toBe(first.replace('No org.', 'One org.'));
  });

  it('refuses two commands in one block, since it could not tell whose screen follows', () => {
    expect(() => tutorialSteps('```sh\nnpx lab-sms status\nnpx lab-sms local\n```\n')).toThrow('holds one command');
  });
});

describe('the comparison of two walks', () => {
  const screens = (id: string, other: string, port: number): string[] => [
    `AWS http://127.0.0.1:${port}\nrun ${id} after 7.6 s (2026-11-23 22:20 UTC)`,
    `  ✔ ClaimLabOrg [0.3s]\nrun ${other}`,
  ];
  const [one, two, three] = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);

  it('minds no ids, ports, moments and durations', () => {
    const [a, b] = [screens(one ?? '', two ?? '', 1234), screens(two ?? '', three ?? '', 40000)];
    expect(settledScreens(a)).toEqual(settledScreens(b.map((text) => text.replace('7.6 s', '12.0 s'))));
  });

  it('minds an id that is not the one of the screen before, and every word', () => {
    const same = screens(one ?? '', one ?? '', 1234);
    expect(settledScreens(same)).not.toEqual(settledScreens(screens(one ?? '', two ?? '', 1234)));
    expect(settledScreens(same)).not.toEqual(settledScreens(same.map((text) => text.replace('Claim', 'Release'))));
  });
});
