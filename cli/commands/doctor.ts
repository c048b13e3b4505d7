import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { FindingSchema, lookAt, type Finding } from '../doctor/finding.ts';
import { lookAtAccount, lookAtMachine } from '../doctor/look-at-machine.ts';
import { lookAtOrgs } from '../doctor/look-at-orgs.ts';
import { lookAtStack, STACK_PARTS } from '../doctor/look-at-stack.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { wrapped } from '../screen/wrapped.ts';
import { allOrgs, findOrg } from '../orgs/orgs.ts';

/** What `lab-sms doctor --json` answers. */
export const Output = z.strictObject({
  /** Whether nothing was found that is not in order; what could not be checked may be. */
  isHealthy: z.boolean(),
  findings: z.array(FindingSchema),
});

/** Looks at everything that lab-sms needs, changes nothing, and says how to mend what is not in order; 1 when something is not. */
export async function run(context: CommandContext, { arguments: given }: CommandInput): Promise<CommandResult> {
  const findings = [
    ...(await lookAtMachine(context.root)),
    ...(context.stackName === undefined ? [] : await lookAtAccount()),
  ];
  if (isInOrder(findings)) findings.push(...(await lookAtPlace(context, given[0])));
  else findings.push(...unchecked('what is above comes first'));
  const isHealthy = isInOrder(findings);
  return {
    exitCode: isHealthy ? EXIT.done : EXIT.failed,
    json: { isHealthy, findings },
    text: screen(findings),
  };
}

async function lookAtPlace(context: CommandContext, named: string | undefined): Promise<Finding[]> {
  const opening = await lookAt('stack', async () => (await context.place()).parts.stackName);
  if (opening.state !== 'ok')
    return [opening, ...unchecked('the stack comes first').filter(({ about }) => about !== 'stack')];
  const place = await context.place();
  // An org that nobody knows is a mistake of the command line, before anything is looked at.
  const only = named === undefined ? undefined : await findOrg(place, named);
  const findings = await lookAtStack(place);
  let orgs: LabOrgRecord[] = [];
  const listed = await lookAt('orgs', async () => {
    orgs = only === undefined ? (await allOrgs(place)).filter(({ status }) => status !== 'decommissioned') : [only];
    return orgs.length === 1 ? '1 to look at' : `${orgs.length} to look at`;
  });
  return [...findings, listed, ...(await lookAtOrgs(place, orgs))];
}

function unchecked(says: string): Finding[] {
  return [...STACK_PARTS, 'orgs'].map((about) => ({ about, state: 'not checked', says, mend: null }));
}

function isInOrder(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'not ok');
}

const STATE_WIDTH = 'not checked'.length + 2;

function screen(findings: readonly Finding[]): string {
  const indent = ' '.repeat(STATE_WIDTH);
  const lines = findings.flatMap(({ about, state, says, mend }) => [
    wrapped(`${state.padEnd(STATE_WIDTH)}${about}: ${says}`, indent),
    ...(mend === null ? [] : [wrapped(`${indent}-> ${mend}`, `${indent}   `)]),
  ]);
  const wrong = findings.filter(({ state }) => state === 'not ok').length;
  const end =
    wrong === 0
      ? 'Everything that was checked is in order.'
      : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} not in order.`;
  return [...lines, '', end].join('\n');
}
