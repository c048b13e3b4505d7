import process from 'node:process';
import type { LabOrgRecord } from '../src/ledger/lab-org-record.ts';
import type { LocalStack } from './local-stack.ts';
import { findText, phone } from './phone.ts';
import type { MainJob } from './run-main-job.ts';
import { readLedger, runFacts, type RunFacts } from './run-report.ts';

/** AWS list prices in US dollars (us-east-1, November 2026): a Standard state transition, and a secret's month. */
const USD_PER_TRANSITION = 0.000025;
const USD_PER_SECRET_MONTH = 0.4;

/** Prints what became of a registration; answers the exit code: 0 only when provisioned and the text delivered. */
export async function showResult(stack: LocalStack, job: MainJob): Promise<0 | 1> {
  const { provisioning, verification } = job;
  if (provisioning === undefined) {
    print('\nNo execution was started: the event matched no rule, or lies in a dead-letter queue.');
    return 1;
  }
  if (provisioning.status !== 'SUCCEEDED') {
    print(
      `\nNot provisioned: ${provisioning.error ?? provisioning.status} in ${provisioning.stages.at(-1) ?? 'no stage'}\n\n${provisioning.message ?? ''}\n`,
    );
    return 1;
  }
  const record = await readLedger(stack.clients, job.genesysOrgId);
  const arns = [provisioning.executionArn, ...(verification === undefined ? [] : [verification.executionArn])];
  const facts = await runFacts(stack.clients, arns, job.started);
  if (record === undefined || verification === undefined) {
    print(
      `\n${provisioning.stages.includes('RecordProvisioned') ? 'Provisioned, but no verification has started.' : 'The same registration runs already.'}`,
    );
    return 1;
  }
  const isDelivered = await showOrg(stack, record, provisioning.executionArn, verification.message);
  showCost(facts, job, provisioning.stateTransitions + verification.stateTransitions);
  showNext(stack);
  return isDelivered && verification.status === 'SUCCEEDED' ? 0 : 1;
}

async function showOrg(
  stack: LocalStack,
  record: LabOrgRecord,
  verificationId: string,
  failure: string | undefined,
): Promise<boolean> {
  const verified = record.verifications[verificationId];
  const { smsPhoneNumber: number, queue, messageFlow, recipient } = record;
  print(`\n${record.registration.name} is ${record.status}.\n`);
  print(
    `  number  ${number?.smsPhoneNumber ?? '-'} (${number?.isAdopted === true ? 'adopted' : 'bought'}, ${number?.state ?? '-'})`,
  );
  print(`  queue   ${queue?.name ?? '-'} sends from it (${queue?.id ?? '-'})`);
  print(
    `  flow    ${messageFlow?.name ?? '-'}, published version ${messageFlow?.publishedVersion ?? '-'} (${messageFlow?.id ?? '-'})`,
  );
  print(`  route   messages to ${recipient?.id ?? '-'} go to flow ${recipient?.routedFlowId ?? '-'}`);
  print(`  text    ${verified?.outcome ?? 'unknown'}: ${verified?.message ?? failure ?? ''}\n`);
  const text = verified?.messageId === undefined ? undefined : await findText(stack.genesysUrl, verified.messageId);
  if (text !== undefined) print(`${phone(text)}\n`);
  return verified?.outcome === 'delivered';
}

function showCost(facts: RunFacts, job: MainJob, transitions: number): void {
  const bought = facts.changes.includes('purchase SMS phone number');
  print(
    bought
      ? '  bought  one number; on a real org it is billed every month until it is released'
      : '  bought  nothing: number, queue, flow and route were found as they should be',
  );
  print(`  calls   ${facts.genesysCalls} to Genesys, in ${job.seconds.toFixed(1)} s`);
  print(
    `  cost    on AWS about $${(transitions * USD_PER_TRANSITION).toFixed(5)} for ${transitions} state transitions, and $${USD_PER_SECRET_MONTH.toFixed(2)} a month for the secret;\n` +
      "          the number's monthly charge and the text are in your Genesys contract\n",
  );
}

function showNext(stack: LocalStack): void {
  print('Next:');
  print('  npm start                        once more: every stage looks, nothing is bought');
  print('  npm start -- --fresh             forget this org and begin anew');
  print('  npm start -- --registration my-org.json --secret my-secret.json --genesys-url http://127.0.0.1:8080');
  print('  npm run genesys -- --port 8080 --seed docs/examples/simulated-genesys.json');
  print(`  what was written down is in .lab-sms/state; the endpoint of this run was ${stack.awsUrl}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
