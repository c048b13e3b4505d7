import { LEDGER_TABLE_NAME } from '../../src/workflow/names.ts';
import { awsMistake } from '../place/aws-mistake.ts';
import type { AwsClients } from '../place/aws-clients.ts';
import { surveyLedger, type HeldOrg, type LedgerSurvey } from './ledger-survey.ts';
import { runningExecutions } from './running-executions.ts';

/** Destroying would do harm, or nobody knows whether it would; nothing has been done. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/**
 * What the ledger says, when nothing is under way. A ledger that is not there (a stack that was never deployed to its end)
 * knows of nothing.
 * @throws RefusedError while an org is being worked on, and when that can't be seen
 */
export async function surveyUnlessBusy(clients: AwsClients): Promise<LedgerSurvey> {
  const survey = (await seen(`the ledger ${LEDGER_TABLE_NAME}`, () => surveyLedger(clients, LEDGER_TABLE_NAME))) ?? {
    held: [],
    unfinished: [],
    numbers: [],
  };
  const running = await seen('the list of running executions', () => runningExecutions(clients.stepFunctions));
  const others = running.filter((arn) => !survey.held.some(({ executionArn }) => executionArn === arn));
  if (survey.held.length + others.length > 0) throw new RefusedError(busy(survey.held, others));
  return survey;
}

async function seen<T>(what: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const why = awsMistake(error) ?? `${(error as Error).name}: ${(error as Error).message}`;
    throw new RefusedError(
      `nothing was destroyed: ${what} can't be read, so nobody knows whether an org is being worked on. ${why}`,
    );
  }
}

function busy(held: readonly HeldOrg[], others: readonly string[]): string {
  const orgs = held.map(
    ({ name, genesysOrgId, since, executionArn }) => `  ${name} (${genesysOrgId}), since ${since}: ${executionArn}`,
  );
  return [
    'nothing was destroyed: lab orgs are being worked on. Deleting a state machine ends its executions half-way, for good, ' +
      'and deletes their history.',
    ...orgs,
    ...others.map((arn) => `  running: ${arn}`),
    'Wait until they have ended and run the command again; or stop one, and what it has done so far stays in the org:',
    '  aws stepfunctions stop-execution --execution-arn ARN',
    'An org whose execution has ended is given free by the sweep within five minutes.',
  ].join('\n');
}
