import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  STATE_MACHINE_NAMES,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../src/workflow/names.ts';
import {
  DECOMMISSIONING_STAGES,
  HAND_TARGETS,
  PROVISIONING_STAGES,
  RULE_TARGETS,
  SCHEDULE_TARGETS,
  STAGES,
  TASK_STAGES,
  VERIFICATION_STAGES,
  stageFolder,
} from '../../src/workflow/stages.ts';
import { projectFiles, textOf } from '../support/project-files.ts';
import { PROJECT } from '../support/run-node.ts';
import { definitionOf, tasksOf } from '../support/state-machines.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

const FOLDERS = STAGES.map(stageFolder);

interface Construct {
  children?: Record<string, Construct>;
}

let stack: Synthesised;
let constructs: Record<string, Construct>;

beforeAll(async () => {
  stack = await synthesised();
  const tree = JSON.parse(readFileSync(join(stack.folder, 'tree.json'), 'utf8')) as { tree: Construct };
  constructs = tree.tree.children?.LabSms?.children ?? {};
});

describe.each(STAGES)('%s', (stage) => {
  it('is the id of a construct', () => {
    expect(Object.keys(constructs.Stages?.children ?? {})).toContain(stage);
  });

  it('has its handler, which exports `handler` and nothing else', () => {
    const source = textOf(`lambdas/${stageFolder(stage)}/handler.ts`);
    expect(source.match(/^export .*$/gm)?.map((line) => line.replace(/=.*/, '').trim())).toEqual([
      'export const handler',
    ]);
  });

  it('has its test', () => {
    expect(projectFiles('test/lambdas')).toContain(`test/lambdas/${stageFolder(stage)}.test.ts`);
  });
});

it('every stage of a workflow is a state of its machine, and there is no other Task', () => {
  const tasks = (machine: string): string[] => tasksOf(definitionOf(stack, machine)).map(([name]) => name);
  expect(tasks(PROVISIONING_STATE_MACHINE_NAME).sort()).toEqual([...PROVISIONING_STAGES].sort());
  expect(tasks(VERIFICATION_STATE_MACHINE_NAME).sort()).toEqual([...VERIFICATION_STAGES].sort());
  expect(tasks(DECOMMISSIONING_STATE_MACHINE_NAME).sort()).toEqual([...DECOMMISSIONING_STAGES].sort());
});

it('what a rule, a schedule or a person starts is no state of any machine', () => {
  const states = STATE_MACHINE_NAMES.flatMap((machine) => Object.keys(definitionOf(stack, machine).States));
  const targets: readonly string[] = [...RULE_TARGETS, ...SCHEDULE_TARGETS, ...HAND_TARGETS];
  expect(states.filter((name) => targets.includes(name))).toEqual([]);
});

it('every state that is a stage is the id of a construct', () => {
  expect(Object.keys(constructs)).toEqual(expect.arrayContaining([...TASK_STAGES]));
});

it('nothing is left over among the handlers: one folder per stage, one file in each', () => {
  expect(projectFiles('lambdas')).toEqual(FOLDERS.map((folder) => `lambdas/${folder}/handler.ts`).sort());
  expect(readdirSync(join(PROJECT, 'lambdas')).sort()).toEqual([...FOLDERS].sort());
});

it('nothing is left over among the tests of the stages', () => {
  const tests = projectFiles('test/lambdas').filter((path) => path.endsWith('.test.ts'));
  expect(tests.filter((path) => !FOLDERS.some((folder) => path === `test/lambdas/${folder}.test.ts`))).toEqual([]);
});

it('nothing is left over among the constructs of the stages', () => {
  expect(Object.keys(constructs.Stages?.children ?? {}).sort()).toEqual([...STAGES].sort());
});
