import { join } from 'node:path';
import process from 'node:process';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { STACK_NAME } from '../lib/stack-name.ts';
import { SETTINGS_FILE, type Settings } from '../lib/settings.ts';
import { PROVISIONING_STATE_MACHINE_NAME } from '../src/workflow/names.ts';
import { STAGE_LOGS_OUTPUT, STATE_MACHINE_OUTPUTS } from '../src/workflow/stack-outputs.ts';
import { isDenied } from './place/aws-mistake.ts';
import { cdkArguments, runCdk } from './deploy/cdk.ts';
import { openAccount, type DeployAccount } from './deploy/deploy-account.ts';
import { keptResources } from './deploy/kept-resources.ts';
import { runCommand } from './command-line/run-command.ts';
import { describeStack } from './place/stack-parts.ts';

const HELP = `npm run deploy -- [options of cdk deploy]
  Deploys the stack ${STACK_NAME} with the settings in settings.json to your AWS account (AWS_PROFILE, AWS_REGION and so on).
  The account and region must have been bootstrapped once: npx cdk bootstrap.

Exit codes: 0 deployed; 1 the CDK failed; 2 the command, the settings, the credentials or the region were wrong.
`;

/** A stack that has never come to its end owns nothing of what an earlier one has left. */
const NEVER_DEPLOYED = ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'];

async function main(): Promise<number> {
  const args = cdkArguments(process.argv.slice(2), false);
  if (args.wantsHelp) {
    print(HELP.trimEnd());
    return 0;
  }
  const account = await openAccount(join(import.meta.dirname, '..'), args);
  print(`Deploying ${STACK_NAME} to account ${account.account}, ${account.region}, as ${account.caller}`);
  const takeOver = (await takesOver(account)) ? ['--import-existing-resources'] : [];
  const exitCode = await runCdk(['deploy', STACK_NAME, ...takeOver, ...args.forCdk], account.region);
  if (exitCode !== 0) {
    process.stderr.write(`lab-sms: cdk deploy ended with ${exitCode}; what it said is above.\n`);
    return 1;
  }
  await showStack(account);
  return 0;
}

/** Whether the new stack has to take over what an earlier one has left, instead of failing on names that are taken. */
async function takesOver({ clients }: DeployAccount): Promise<boolean> {
  try {
    const stack = await describeStack(clients.cloudFormation, STACK_NAME);
    if (stack !== undefined && !NEVER_DEPLOYED.includes(stack.StackStatus ?? '')) return false;
    const kept = await keptResources(clients);
    if (kept.length > 0)
      print(`An earlier stack has left ${kept.join(', ')}: the new one takes them over, as they are.`);
    return kept.length > 0;
  } catch (error) {
    if (!isDenied(error)) throw error;
    print(
      `Not checked: whether an earlier stack has left its ledger (${(error as Error).message}).\n` +
        'If CloudFormation says that it exists: npm run deploy -- --import-existing-resources',
    );
    return false;
  }
}

async function showStack({ clients, settings }: DeployAccount): Promise<void> {
  let stack: Stack | undefined;
  try {
    stack = await describeStack(clients.cloudFormation, STACK_NAME);
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
  const outputs = stack?.Outputs ?? [];
  const valueOf = (key: string): string =>
    outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? `<${key}>`;
  const width = Math.max(...outputs.map(({ OutputKey = '' }) => OutputKey.length));
  print(`\n${STACK_NAME} is deployed.\n`);
  for (const { OutputKey = '', OutputValue = '' } of outputs) print(`  ${OutputKey.padEnd(width)}  ${OutputValue}`);
  print(`
${whomAlarmsTell(settings)}

Next:
  write an org's credentials, {"clientId", "clientSecret", "testSmsTo"}, to a file; this stores them where only lab-sms reads
  them, registers the org and follows it to the test text:
    npx lab-sms register --stack ${STACK_NAME} --file my-org.json --secret-file my-secret.json --wait
  see what ran, and every line of it:
    aws stepfunctions list-executions --state-machine-arn ${valueOf(STATE_MACHINE_OUTPUTS[PROVISIONING_STATE_MACHINE_NAME])}
    aws logs filter-log-events --log-group-name ${valueOf(STAGE_LOGS_OUTPUT)}`);
}

/** Nobody would miss alarms that were never sent: both an empty list and an unconfirmed address are silent. */
function whomAlarmsTell({ alarmEmails }: Settings): string {
  return alarmEmails.length === 0
    ? `alarms go to nobody: list addresses under alarmEmails in ${SETTINGS_FILE} and deploy again`
    : `alarms go to ${alarmEmails.join(', ')}: each address has to confirm the mail that AWS sends it`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await runCommand(main);
