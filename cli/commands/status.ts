import * as z from 'zod/mini';
import pc from 'picocolors';
import { allOrgs, findOrg } from '../orgs/orgs.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { runsOfOrgs } from '../runs/held-runs.ts';
import { orgTable } from '../orgs/org-table.ts';
import { orgText } from '../orgs/org-text.ts';
import { wrapped } from '../screen/wrapped.ts';
import { OrgDetail, OrgSummary, detailOf, summaryOf } from '../orgs/org-view.ts';

/** What `lab-sms status --json` answers: all orgs, or the one that was named. */
export const Output = z.union([z.strictObject({ orgs: z.array(OrgSummary) }), z.strictObject({ org: OrgDetail })]);

/** Shows how orgs are: all in a table, or one in full; the ledger says it, Step Functions whether a run goes on. */
export async function run(context: CommandContext, input: CommandInput): Promise<CommandResult> {
  const place = await context.place();
  const { stepFunctions } = place.clients;
  const now = Date.now();
  const [named] = input.arguments;
  if (named !== undefined) {
    const record = await findOrg(place, named);
    const runs = (await runsOfOrgs(stepFunctions, [record])).get(record.genesysOrgId) ?? [];
    const org = detailOf(record, runs, now);
    return { json: { org }, text: orgText(org, now) };
  }
  const records = await allOrgs(place);
  const runs = await runsOfOrgs(stepFunctions, records);
  const orgs = records.map((record) => summaryOf(record, runs.get(record.genesysOrgId) ?? [], now));
  const { bold } = pc.createColors(context.isDrawable);
  return { json: { orgs }, text: orgs.length === 0 ? NONE : `${orgTable(orgs, bold)}\n\n${countOf(orgs)}` };
}

const NONE = 'No org is in the ledger. lab-sms register adds one.';

function countOf(orgs: readonly OrgSummary[]): string {
  const counts = new Map<string, number>();
  for (const { status } of orgs) counts.set(status, (counts.get(status) ?? 0) + 1);
  const each = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  const all = `${orgs.length} org${orgs.length === 1 ? '' : 's'}`;
  return wrapped(`${all}: ${each}. lab-sms status <org> shows one in full.`);
}
