import { STACK_NAME } from '../../lib/stack-name.ts';
import {
  LEDGER_TABLE_NAME,
  secretName,
  STAGE_LOG_GROUP_NAME,
  stateMachineLogGroupName,
} from '../../src/workflow/names.ts';
import type { LedgerSurvey, PaidNumber } from './ledger-survey.ts';

/** What a person has to know before they destroy the stack: what goes on costing money, what stays, what can't be done any more. */
export function destroyNotice({ numbers, unfinished }: LedgerSurvey): string {
  return [...paidNumbers(numbers), ...lastRuns(unfinished.map(({ name }) => name)), ...STAYS].join('\n');
}

function paidNumbers(numbers: readonly PaidNumber[]): string[] {
  if (numbers.length === 0) return ['The ledger knows of no number that is still paid for.', ''];
  return [
    `Destroying releases no number. The ledger knows of ${numbers.length} still paid for:`,
    ...numbers.map(
      ({ smsPhoneNumber, name, genesysOrgId, state }) => `  ${smsPhoneNumber}  ${name} (${genesysOrgId}): ${state}`,
    ),
    'Genesys bills each every month until it is released. Release them first, while the stack is there to do it; for each org:',
    `  npx lab-sms decommission <genesysOrgId> --stack ${STACK_NAME}`,
    'An adopted number is released only where --release-adopted also names it. Later they can be released by hand, in the SMS',
    "number inventory of each org's Genesys Cloud.",
    '',
  ];
}

function lastRuns(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `The last run of ${names.join(', ')} has not come to its end; without the stack it can't be redriven. After another deployment,`,
    'registering the org again goes on from the ledger.',
    '',
  ];
}

const STAYS = [
  'What stays in the account, and what it costs:',
  `  the ledger ${LEDGER_TABLE_NAME} (deletion protection is on): cents a month; the next npm run deploy takes it over`,
  `  the log groups ${STAGE_LOG_GROUP_NAME} and ${stateMachineLogGroupName('lab-sms-*')}: cents a month, each line for a year`,
  '  the secret of each org: $0.40 a month each, until you delete it:',
  `    aws secretsmanager delete-secret --secret-id ${secretName('<genesysOrgId>')}`,
  `Everything else of ${STACK_NAME} goes, the history of all executions with it.`,
];
