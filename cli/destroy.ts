import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { STACK_NAME } from '../lib/stack-name.ts';
import { cdkArguments, runCdk } from './deploy/cdk.ts';
import { openAccount } from './deploy/deploy-account.ts';
import { RefusedError, surveyUnlessBusy } from './deploy/destroy-checks.ts';
import { destroyNotice } from './deploy/destroy-notice.ts';
import { runCommand } from './command-line/run-command.ts';
import { describeStack } from './place/stack-parts.ts';

const HELP = `npm run destroy -- [--yes] [options of cdk destroy]
  Deletes the stack ${STACK_NAME} from your AWS account (AWS_PROFILE, AWS_REGION and so on). Refuses while lab orgs are being
  worked on. Releases no number; the ledger, the log groups and the orgs' secrets stay.

  --yes    do not ask for the stack's name as confirmation

Exit codes: 0 destroyed, or not there; 1 refused, not confirmed, or the CDK failed; 2 the command, the settings, the
credentials or the region were wrong.
`;

async function main(): Promise<number> {
  const args = cdkArguments(process.argv.slice(2), true);
  if (args.wantsHelp) {
    print(HELP.trimEnd());
    return 0;
  }
  const { clients, account, region, caller } = await openAccount(join(import.meta.dirname, '..'), args);
  const stack = await describeStack(clients.cloudFormation, STACK_NAME);
  if (stack === undefined) {
    print(`There is no stack ${STACK_NAME} in account ${account}, ${region}: nothing to destroy.`);
    return 0;
  }
  try {
    const survey = await surveyUnlessBusy(clients);
    print(`Destroying ${STACK_NAME} in account ${account}, ${region}, as ${caller}\n\n${destroyNotice(survey)}\n`);
    if (!args.isConfirmed && !(await isConfirmed())) throw new RefusedError(NOT_CONFIRMED);
    // Somebody may have registered an org while the question stood.
    await surveyUnlessBusy(clients);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    process.stderr.write(`lab-sms: ${error.message}\n`);
    return 1;
  }
  const exitCode = await runCdk(['destroy', STACK_NAME, '--force', ...args.forCdk], region);
  if (exitCode === 0) return 0;
  process.stderr.write(`lab-sms: cdk destroy ended with ${exitCode}; what it said is above.\n`);
  return 1;
}

const NOT_CONFIRMED = `nothing was destroyed: the name ${STACK_NAME} was not typed. Where nobody can type it, add --yes.`;

/** Asks for the stack's name; an input that ends is no. */
async function isConfirmed(): Promise<boolean> {
  process.stdout.write(`Type ${STACK_NAME} to destroy it: `);
  const input = createInterface({ input: process.stdin });
  for await (const line of input) return line.trim() === STACK_NAME;
  process.stdout.write('\n');
  return false;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await runCommand(main);
