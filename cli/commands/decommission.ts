import * as z from 'zod/mini';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { E164 } from '../../src/workflow/registration.ts';
import { confirmByTyping } from '../command-line/asking.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { followDecommissioning, type DecommissionEnd } from '../decommission/decommission-run.ts';
import {
  decommissionPreview,
  type DecommissionChoices,
  type DecommissionPreview,
} from '../decommission/decommission-preview.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { findOrg } from '../orgs/orgs.ts';
import { holderOf, refuseBusy } from '../runs/org-runs.ts';
import { labelled, printable, wrapped } from '../screen/wrapped.ts';

const OUTCOMES = [
  'decommissioned',
  'was decommissioned already',
  'left behind',
  'failed',
  'not started',
  'goes on',
] as const;

/** What `lab-sms decommission --json` answers. */
export const Output = z.strictObject({
  genesysOrgId: z.string(),
  name: z.string(),
  outcome: z.enum(OUTCOMES).check(z.describe('`goes on`: let go by Ctrl-C; `not started`: the request is on its way')),
  executionArn: z.nullable(z.string()),
  planned: z.strictObject({
    undone: z.array(z.string()),
    released: z.nullable(z.string()),
    stays: z.array(z.string()),
    costEnds: z.nullable(z.string()),
  }),
  kept: z
    .array(z.strictObject({ what: z.string(), id: z.string(), why: z.string() }))
    .check(z.describe("what was left alone because it isn't lab-sms's")),
  message: z.nullable(z.string()).check(z.describe('what is left and how to undo it by hand, or why it failed')),
});
type Answer = z.infer<typeof Output>;

/** Shows what a decommissioning would do, asks for the org's name, sends the request and follows it to its end. */
export async function run(
  context: CommandContext,
  { arguments: [named = ''], options }: CommandInput,
): Promise<CommandResult> {
  const choices: DecommissionChoices = {
    releaseAdopted: numberIn('--release-adopted', options.releaseAdopted),
    abandonCandidate: numberIn('--abandon-candidate', options.abandonCandidate),
  };
  const place = await context.place();
  const record = await findOrg(place, named);
  refuseBusy(record, await holderOf(place, record));
  const planned = decommissionPreview(record, choices);
  if (record.status === 'decommissioned') return answered(record, planned, { outcome: 'was decommissioned already' });
  checkNumbers(record, choices);
  context.say(previewText(record, planned));
  const { name } = record.registration;
  const question = `Type the name of the org (${printable(name)}) to decommission it:`;
  await confirmByTyping(context, options.yes === true, question, name);
  context.begin();
  const end = await followDecommissioning(context, place, record, choices);
  return answered(end.record ?? record, planned, end);
}

function numberIn(flag: string, value: string | boolean | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (E164.test(value)) return value;
  throw new CommandError(
    `${flag} "${value}" is no phone number.`,
    'Give it in E.164: "+" and digits only, as in +447700900123.',
  );
}

/** What the state machine would refuse is refused before anybody is asked. */
function checkNumbers(
  { smsPhoneNumber: entry }: LabOrgRecord,
  { releaseAdopted, abandonCandidate }: DecommissionChoices,
): void {
  const number = entry?.smsPhoneNumber;
  const known =
    number === undefined
      ? 'it has none'
      : `its number is ${number}, ${entry?.isAdopted === true ? 'adopted' : 'bought'}`;
  if (releaseAdopted !== undefined && !(entry?.isAdopted === true && number === releaseAdopted))
    throw new CommandError(
      `${releaseAdopted} is no number that the org has adopted: ${known}.`,
      'Leave --release-adopted out: a bought number is released anyway, an adopted one stays.',
    );
  if (abandonCandidate !== undefined && number !== abandonCandidate)
    throw new CommandError(
      `${abandonCandidate} is no number of the org that is in doubt: ${known}.`,
      'Leave --abandon-candidate out.',
    );
}

function previewText(
  { registration, genesysOrgId }: LabOrgRecord,
  { undone, released, stays, costEnds }: DecommissionPreview,
): string {
  const none = undone.length === 0 && released === null;
  return [
    wrapped(`Decommissioning ${registration.name} (${genesysOrgId}):`),
    ...(none ? [labelled('undone', 'nothing is left to undo')] : []),
    ...undone.map((text) => labelled('undone', text)),
    ...(released === null ? [] : [labelled('released', `number ${released}; it can't be had back`)]),
    ...stays.map((text) => labelled('stays', text)),
    labelled('cost', costEnds === null ? 'nothing stops costing money' : `${costEnds} ends`),
  ].join('\n');
}

function answered(
  record: LabOrgRecord,
  planned: DecommissionPreview,
  end: Omit<DecommissionEnd, 'record'>,
): CommandResult {
  const { outcome, executionArn = null, message = null } = end;
  const { genesysOrgId, registration, decommissioning, decommissionedAt } = record;
  const kept = (decommissioning?.kept ?? []).map(({ what, id, why }) => ({ what, id, why }));
  const json: Answer = { genesysOrgId, name: registration.name, outcome, executionArn, planned, kept, message };
  const { name } = registration;
  const isGone = outcome === 'decommissioned' || outcome === 'was decommissioned already';
  const heads: Record<Answer['outcome'], string> = {
    decommissioned: `${name} is decommissioned.`,
    'was decommissioned already': `${name} was decommissioned at ${decommissionedAt ?? 'an unknown time'}: nothing is left to do.`,
    'left behind': `${name}: something of lab-sms is left behind.`,
    failed: `${name} was not decommissioned.`,
    'not started': `The request was sent, and no run of it has started within half a minute.`,
    'goes on': `Let go: the decommissioning goes on. lab-sms status ${genesysOrgId} shows what becomes of it.`,
  };
  const lines = [
    wrapped(heads[outcome]),
    ...(isGone ? kept.map(({ what, id, why }) => labelled('kept', `${what} ${id}: ${why}`)) : []),
    ...(message === null ? [] : leftLines(message)),
    ...(executionArn === null ? [] : [labelled('run', executionArn)]),
    ...(isGone || outcome === 'goes on'
      ? []
      : [labelled('next', `lab-sms status ${genesysOrgId} shows how it is; docs/decommissioning.md has all of it`)]),
  ];
  return {
    json,
    text: lines.join('\n'),
    exitCode: outcome === 'goes on' ? EXIT.detached : isGone ? EXIT.done : EXIT.failed,
  };
}

/** Each thing that is left begins a line of its own. */
function leftLines(message: string): string[] {
  return message.split(/ (?=\(\d+\) (?:the |number ))/).map((part, index) => labelled(index === 0 ? 'says' : '', part));
}
