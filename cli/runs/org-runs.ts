import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { isRunning } from '../../src/workflow/status-change.ts';
import { CommandError } from '../command-line/command-error.ts';
import { describeExecution } from './describe-execution.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { RUNS, machineOf, type StateMachineName } from './follow-run.ts';
import type { Place } from '../place/place.ts';
import { quoted } from '../screen/quoted.ts';

/** An execution of an org, as Step Functions knows it. */
export interface OrgRun {
  executionArn: string;
  stateMachine: StateMachineName;
  status: string;
  /** Where Step Functions says that a redrive is not possible: why. */
  notRedrivable: string | undefined;
}

/** The execution that holds the org, if one does. */
export async function holderOf(place: Place, { claim }: LabOrgRecord): Promise<OrgRun | undefined> {
  if (claim === undefined || claim.ended !== undefined) return undefined;
  return running(await describeRun(place, claim.executionArn));
}

/** The verification of the org that is under way, if one is; it takes no claim. */
export async function verificationOf(place: Place, org: LabOrgRecord): Promise<OrgRun | undefined> {
  const { verificationInFlight } = org;
  if (verificationInFlight === undefined) return undefined;
  return running(await describeRun(place, verificationInFlight.executionArn));
}

/** Every run of the org that is under way, the one that holds it first. */
export async function runningRuns(place: Place, org: LabOrgRecord): Promise<OrgRun[]> {
  const runs = [await holderOf(place, org), await verificationOf(place, org)];
  return runs.filter((run) => run !== undefined);
}

/** The run of the org that ended last and badly: the last one that held it, else a verification that nobody has ended. */
export async function lastFailedRun(place: Place, org: LabOrgRecord): Promise<OrgRun | undefined> {
  for (const executionArn of [org.lastExecution, org.verificationInFlight?.executionArn]) {
    const run = executionArn === undefined ? undefined : await describeRun(place, executionArn);
    if (run !== undefined && !isRunning(run.status) && run.status !== 'SUCCEEDED') return run;
  }
  return undefined;
}

/** Refuses to begin anything with an org while a run holds it. @throws CommandError (busy) that says how to follow that run */
export function refuseBusy({ registration }: LabOrgRecord, run: OrgRun | undefined): void {
  if (run === undefined) return;
  const { name } = registration;
  throw new CommandError(
    `a ${RUNS[run.stateMachine].title.toLowerCase()} of ${name} is under way.`,
    `Wait for it (${comeBack(run.stateMachine, name)}) or stop it (lab-sms stop ${quoted(name)}).`,
    { exitCode: EXIT.busy, detail: run.executionArn },
  );
}

/** The command that shows how a run goes on. */
export function comeBack(stateMachine: StateMachineName, name: string): string {
  if (stateMachine === 'lab-sms-provisioning') return `lab-sms provision ${quoted(name)} --attach`;
  if (stateMachine === 'lab-sms-verification') return `lab-sms verify ${quoted(name)} --attach`;
  return `lab-sms status ${quoted(name)}`;
}

async function describeRun({ clients }: Place, executionArn: string): Promise<OrgRun | undefined> {
  const told = await describeExecution(clients.stepFunctions, executionArn);
  if (told === undefined) return undefined;
  const { status = '', redriveStatus, redriveStatusReason } = told;
  const notRedrivable = redriveStatus === 'NOT_REDRIVABLE' ? (redriveStatusReason ?? 'no reason is told') : undefined;
  return { executionArn, stateMachine: machineOf(executionArn), status, notRedrivable };
}

function running(run: OrgRun | undefined): OrgRun | undefined {
  return run !== undefined && isRunning(run.status) ? run : undefined;
}
