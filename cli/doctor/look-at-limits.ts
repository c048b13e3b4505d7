import { GetAccountSettingsCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { SPEND_TOTAL, spendOfDay } from '../../src/workflow/spend-items.ts';
import { BUYING_FUNCTION_NAME } from '../../src/workflow/names.ts';
import type { Place } from '../place/place.ts';
import { notChecked, notOk, type Seen } from './finding.ts';
import { DEPLOY_AGAIN } from './mends.ts';

/** Looks how many numbers may still be bought: the limits as they are deployed, the counts as the ledger has them. */
export async function lookAtNumberLimits(place: Place, now: number): Promise<Seen> {
  const { Environment } = await place.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: BUYING_FUNCTION_NAME }),
  );
  const limit = (name: string): number => Number(Environment?.Variables?.[name] ?? NaN);
  const perDay = limit('NUMBERS_PER_DAY');
  const inAll = limit('NUMBERS_IN_ALL');
  if (Number.isNaN(perDay) || Number.isNaN(inAll))
    return notChecked(`${BUYING_FUNCTION_NAME} has none that can be read`, DEPLOY_AGAIN);
  const day = new Date(now).toISOString().slice(0, 10);
  const [today, ever] = await Promise.all([counted(place, spendOfDay(day)), counted(place, SPEND_TOTAL)]);
  const says = `${today} of ${perDay} numbers bought today (UTC), ${ever} of ${inAll} in all`;
  if (ever >= inAll)
    return notOk(
      `${says}: no more are bought`,
      'Decommission orgs that are no longer needed, or raise numbersInAll in settings.json and deploy (npm run deploy).',
    );
  return today >= perDay
    ? notOk(
        `${says}: no more are bought today`,
        'Wait until 00:00 UTC, or raise numbersPerDay in settings.json and deploy (npm run deploy).',
      )
    : says;
}

async function counted({ clients, parts }: Place, item: string): Promise<number> {
  const { Item } = await clients.dynamoDb.send(
    new GetCommand({ TableName: parts.ledgerTableName, Key: { genesysOrgId: item } }),
  );
  return (Item as { members?: ReadonlySet<string> } | undefined)?.members?.size ?? 0;
}

/** New accounts begin with ten; fifty orgs at once, of which each runs one function at a time, need this many. */
const ENOUGH_CONCURRENCY = 50;

/** Looks at the quota of an AWS account that decides how many orgs go at once. */
export async function lookAtConcurrency({ clients }: Place): Promise<Seen> {
  const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
  const executions = AccountLimit?.ConcurrentExecutions ?? 0;
  const says = `${executions} Lambda functions at the same time in this account and region`;
  return executions >= ENOUGH_CONCURRENCY
    ? says
    : notOk(
        says,
        `Many orgs at once wait for each other: ask for ${ENOUGH_CONCURRENCY} or more (Service Quotas > AWS Lambda > Concurrent executions).`,
      );
}
