import { filesWith, projectFiles, textOf } from '../support/project-files.ts';

const FILES = projectFiles();
const SOURCES = FILES.filter((path) => /\.[cm]?[jt]s$/.test(path));
const TESTS = SOURCES.filter((path) => path.endsWith('.test.ts'));

/** A word that this file must not hold itself. */
const spelled = (...parts: string[]): string => parts.join('');

it('reads this project', () => {
  expect(SOURCES).toEqual(expect.arrayContaining(['bin/lab-sms.ts', 'jest.config.mjs', 'scripts/install.mjs']));
  expect(TESTS.length).toBeGreaterThan(20);
});

it('no source file has more than 250 lines', () => {
  const long = SOURCES.filter((path) => textOf(path).trimEnd().split('\n').length > 250);
  expect(long).toEqual([]);
});

it.each(['provisioning', 'verification', 'decommissioning'])(
  'the definition of the %s state machine has at most 60 lines',
  (name) => {
    const source = textOf(`lib/${name}-state-machine.ts`);
    const [definition = ''] = /^export function .*?^\}$/ms.exec(source) ?? [];
    expect(definition).toContain('DefinitionBody.fromChainable');
    expect(definition.split('\n').length).toBeLessThanOrEqual(60);
  },
);

it('no rule of the linter is switched off, in a file or in its configuration', () => {
  expect(filesWith(new RegExp(spelled('eslint', '-disable')), FILES)).toEqual([]);
  expect(textOf('eslint.config.mjs')).not.toMatch(/['"]off['"]|:\s*0\b|\[\s*0\b|disableTypeChecked|['"]warn['"]/);
});

it('nothing is hidden from the compiler', () => {
  expect(filesWith(new RegExp(spelled('@ts-', '(ignore|expect-error|nocheck)')), FILES)).toEqual([]);
});

it('no test is left out, and none keeps the others from running', () => {
  expect(
    filesWith(/\.(skip|only|todo|failing)(\.each)?\s*[(`]|\b(xit|xtest|xdescribe|fit|fdescribe)\s*[(`]/, TESTS),
  ).toEqual([]);
});

it('no TypeScript file has a default export', () => {
  const ours = SOURCES.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  expect(filesWith(/^export default\b|\bas default\b/m, ours)).toEqual([]);
});

it('every dependency has one exact version', () => {
  const { dependencies, devDependencies, overrides } = JSON.parse(textOf('package.json')) as Record<
    'dependencies' | 'devDependencies' | 'overrides',
    Record<string, string>
  >;
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it('nothing names a package registry or a folder outside of the project', () => {
  const elsewhere = [
    spelled('registry', '\\.(npmjs|yarnpkg|npmmirror)'),
    spelled('"resolved', '": *"http'),
    spelled('\\.\\./', 'shared\\b'),
  ];
  expect(filesWith(new RegExp(elsewhere.join('|')), FILES)).toEqual([]);
  expect(textOf('.npmrc')).not.toMatch(/registry/);
});
