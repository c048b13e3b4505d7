import { PROVISIONED, REGISTERED } from '../src/workflow/events.ts';
import type { DrawnMachine, DrawnState } from './read-template.ts';

/** One arrow between states: where it leads, what it says, and whether it is a way back after an error. */
interface Arrow {
  to: string;
  label?: string;
  isCatch: boolean;
}

/** The stage that spends money is drawn with a thick border. */
const PAID_STAGE = 'PurchaseSmsPhoneNumber';
const PAID = ['  classDef spends stroke-width:4px', `  class ${PAID_STAGE} spends`];

/** One state machine with every state, in Mermaid. */
export function machineDiagram({ startAt, states }: DrawnMachine): string {
  const lines = ['flowchart TD', `  start([start]) --> ${startAt}`];
  for (const [name, state] of Object.entries(states)) {
    if (state.Type === 'Choice') lines.push(`  ${name}{${name}}`);
    if (state.Type === 'Succeed') lines.push(`  ${name}([${name}])`);
    for (const arrow of arrowsOf(state)) lines.push(`  ${name} ${drawn(arrow)} ${arrow.to}`);
    if (state.Type === 'Task' && arrowsOf(state).every(({ isCatch }) => isCatch))
      lines.push(`  ${name} --> done([done])`);
  }
  if (PAID_STAGE in states) lines.push(...PAID);
  return fenced(lines);
}

/**
 * The stages of both machines, with the events that start them, in Mermaid: a row for what is free, one from the purchase
 * on, one for verification. Rows, because one line of all stages is too wide to be read.
 */
export function overviewDiagram(machines: readonly DrawnMachine[]): string {
  const [provisioning, verification] = machines;
  if (provisioning === undefined || verification === undefined) throw new Error('the template lacks a state machine');
  const stages = taskOrder(provisioning);
  const purchase = stages.indexOf(PAID_STAGE);
  const lines = [
    'flowchart TB',
    ...row('free', `${REGISTERED}: look, and publish the flow`, provisioning, stages.slice(0, purchase)),
    ...row('paid', 'buy the number, and connect it', provisioning, stages.slice(purchase)),
    ...row('verified', `${PROVISIONED}: send a test text`, verification, taskOrder(verification)),
    '  free --> paid --> verified',
    ...PAID,
  ];
  return fenced(lines);
}

/** Stages of a machine side by side, and the ways back between them. */
function row(id: string, title: string, { states }: DrawnMachine, stages: readonly string[]): string[] {
  const back = stages.flatMap((name) =>
    arrowsOf(states[name])
      .filter(({ isCatch }) => isCatch)
      .map((arrow) => `    ${name} ${drawn(arrow)} ${arrow.to}`),
  );
  return [`  subgraph ${id}["${title}"]`, '    direction LR', `    ${stages.join(' --> ')}`, ...back, '  end'];
}

/** Follows a machine from its start; behind a Choice goes on where there is a Task. */
export function taskOrder({ startAt, states }: DrawnMachine): string[] {
  const order: string[] = [];
  let name: string | undefined = startAt;
  while (name !== undefined && !order.includes(name)) {
    const state: DrawnState | undefined = states[name];
    if (state?.Type === 'Task') order.push(name);
    name = arrowsOf(state).find(({ to, isCatch }) => !isCatch && states[to]?.Type !== 'Succeed')?.to;
  }
  return order;
}

function arrowsOf(state: DrawnState | undefined): Arrow[] {
  if (state === undefined) return [];
  const choices = (state.Choices ?? []).map(({ Next, Variable, BooleanEquals }) => ({
    to: Next,
    label: `${Variable.split('.').at(-1) ?? ''} is ${String(BooleanEquals)}`,
    isCatch: false,
  }));
  const otherwise = state.Default === undefined ? [] : [{ to: state.Default, label: 'otherwise', isCatch: false }];
  const next = state.Next === undefined ? [] : [{ to: state.Next, isCatch: false }];
  const caught = (state.Catch ?? []).map(({ ErrorEquals, Next }) => ({
    to: Next,
    label: ErrorEquals.join(', '),
    isCatch: true,
  }));
  return [...next, ...choices, ...otherwise, ...caught];
}

function drawn({ label, isCatch }: Arrow): string {
  if (isCatch) return `-. ${label ?? ''} .->`;
  return label === undefined ? '-->' : `-- ${label} -->`;
}

function fenced(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
