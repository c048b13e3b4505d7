import * as z from 'zod/mini';
import { PlanSchema, type PlanRequest } from '../../src/workflow/plan.ts';
import { parse, RegistrationSchema } from '../../src/workflow/registration.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { givenJson } from '../command-line/given-file.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { findOrg } from '../orgs/orgs.ts';
import { CostSchema, planCosts } from '../plan/plan-costs.ts';
import { planOrg } from '../plan/plan-org.ts';
import { planScreen } from '../plan/plan-screen.ts';
import { readPriceTable } from '../plan/price-table.ts';

/** What `lab-sms plan --json` answers. */
export const Output = z.strictObject({
  /** Whether provisioning would go through, as far as it can be seen. */
  isClear: z.boolean(),
  plan: PlanSchema,
  costs: z.array(CostSchema),
  prices: z.strictObject({ asOf: z.string(), source: z.string(), awsAsOf: z.string(), awsSource: z.string() }),
});

/** Shows what provisioning would do to an org and what that costs; 1 when something stands in the way. Writes nothing. */
export async function run(
  context: CommandContext,
  { arguments: given, options }: CommandInput,
): Promise<CommandResult> {
  const [named] = given;
  const file = typeof options.file === 'string' ? options.file : undefined;
  if ((named === undefined) === (file === undefined))
    throw new CommandError(
      named === undefined ? 'no org is named.' : 'an org and a file are named.',
      'Name an org of the ledger, or a registration with --file FILE.',
    );
  const registration = file === undefined ? undefined : readRegistration(file);
  const prices = readPriceTable(context.root, typeof options.prices === 'string' ? options.prices : undefined);
  const place = await context.place();
  const request: PlanRequest =
    registration === undefined ? { genesysOrgId: (await findOrg(place, named ?? '')).genesysOrgId } : { registration };
  const plan = await planOrg(place, request);
  const costs = planCosts(plan, prices);
  const isClear = plan.problems.length === 0;
  const { asOf, source, aws } = prices;
  return {
    exitCode: isClear ? EXIT.done : EXIT.failed,
    json: { isClear, plan, costs, prices: { asOf, source, awsAsOf: aws.asOf, awsSource: aws.source } },
    text: planScreen(plan, costs, prices),
  };
}

/** A registration that the schema accepts; what only the stack knows, it says itself. @throws CommandError */
function readRegistration(file: string): unknown {
  const json = givenJson('--file', file);
  const parsed = parse(RegistrationSchema, json);
  if (parsed.ok) return json;
  throw new CommandError(`the registration ${file} can't be used.`, `Mend this: ${parsed.problems.join('; ')}.`);
}
