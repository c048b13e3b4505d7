import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf } from '../support/project-files.ts';
import { PROJECT } from '../support/run-node.ts';

interface Step {
  run?: string;
  uses?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: unknown;
  jobs: Record<string, { permissions?: unknown; strategy?: { matrix: { node: number[] } }; steps: Step[] }>;
}

const source = textOf('.github/workflows/ci.yml');
const workflow = parse(source) as Workflow;
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const commands = steps.flatMap(({ run }) => run ?? []);

describe('the GitHub Actions workflow', () => {
  it('checks, tests and synthesises, on Node 20 and 24', () => {
    const nodes = Object.values(workflow.jobs).flatMap(({ strategy }) => strategy?.matrix.node ?? []);
    expect(nodes).toEqual([20, 24]);
    for (const command of ['npm run check', 'npm test', 'npm run synth', 'npm run check:template'])
      expect(commands).toContain(command);
  });

  it('runs only what package.json has, files that are there, and an installer of one exact version', () => {
    const unknown = commands.filter((command) => {
      const [program = '', first = '', second = ''] = command.split(' ');
      if (program === 'npm') return !Object.hasOwn(scripts, first === 'run' ? second : first);
      if (program === 'node') return !existsSync(join(PROJECT, first));
      return !/^pipx install [\w-]+==\d+\.\d+\.\d+$/.test(command);
    });
    expect(commands.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });

  it('installs before it runs anything of the project, in every job', () => {
    for (const job of Object.values(workflow.jobs))
      expect(job.steps.find(({ run }) => run !== undefined)?.run).toBe('node scripts/install.mjs');
  });

  it('may read the sources and nothing else, keeps no credentials, and needs no secret', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeUndefined();
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: options } of checkouts) expect(options).toMatchObject({ 'persist-credentials': false });
    expect(checkouts).toHaveLength(Object.keys(workflow.jobs).length);
    expect(source).not.toMatch(/secrets\.|GITHUB_TOKEN|pull_request_target/);
    expect(Object.keys(workflow.on).sort()).toEqual(['pull_request', 'push']);
  });

  it("uses GitHub's own actions only, each in a named major version", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });
});
