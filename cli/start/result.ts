import process from 'node:process';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { nextCommands } from './next-commands.ts';
import { findText, phone } from '../screen/phone.ts';
import type { MainJob } from './run-main-job.ts';
import { secretName } from '../../src/workflow/names.ts';
import type { Place } from '../place/place.ts';
import { countGenesysCalls, hasBought, readLedger } from '../runs/run-report.ts';

/** AWS list prices in US dollars (us-east-1, November 2026): a Standard state transition, and a secret's month. */
const USD_PER_TRANSITION = 0.000025;
const USD_PER_SECRET_MONTH = 0.4;

/** Prints what became of a registration; answers the exit code: 0 only when provisioned and the text delivered. */
export async function showResult(place: Place, job: MainJob): Promise<0 | 1> {
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
  const record = await readLedger(place.clients, job.genesysOrgId, place.parts.ledgerTableName);
  const arns = [provisioning.executionArn, ...(verification === undefined ? [] : [verification.executionArn])];
  if (record === undefined || verification === undefined) {
    print(
      `\n${provisioning.stages.includes('RecordProvisioned') ? 'Provisioned, but no verification has started.' : 'The same registration runs already.'}`,
    );
    return 1;
  }
  const isDelivered = await showOrg(place, record, provisioning.executionArn, verification.message);
  print(
    hasBought(record.smsPhoneNumber, provisioning.executionArn)
      ? '  bought  one number; on a real org it is billed every month until it is released'
      : '  bought  nothing: number, queue, flow and route were found as they should be',
  );
  const calls = await countGenesysCalls(place, arns, job.started);
  const late = place.laptop === undefined ? ' as far as the log lines have come' : '';
  print(`  calls   ${calls} to Genesys${late}, in ${job.seconds.toFixed(1)} s`);
  showCost(provisioning.stateTransitions + verification.stateTransitions);
  print(nextCommands(place, job.genesysOrgId));
  return isDelivered && verification.status === 'SUCCEEDED' ? 0 : 1;
}

async function showOrg(
  place: Place,
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
  if (verified?.messageId !== undefined) await showText(place, record.genesysOrgId, verified.messageId);
  return verified?.outcome === 'delivered';
}

/** Only a simulated Genesys Cloud has a phone to look at; of a real text it is told where it went, and the number by no one. */
async function showText({ laptop }: Place, genesysOrgId: string, messageId: string): Promise<void> {
  if (laptop === undefined) {
    print(`  The text went to the testSmsTo of the secret ${secretName(genesysOrgId)}: look at that phone.\n`);
    return;
  }
  const text = await findText(laptop.genesysUrl, messageId);
  if (text !== undefined) print(`${phone(text)}\n`);
}

function showCost(transitions: number): void {
  print(
    `  cost    on AWS about $${(transitions * USD_PER_TRANSITION).toFixed(5)} for ${transitions} state transitions, and $${USD_PER_SECRET_MONTH.toFixed(2)} a month for the secret;\n` +
      "          the number's monthly charge and the text are in your Genesys contract\n",
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
