import { DECOMMISSIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import type { HeldRun } from '../runs/held-runs.ts';
import type { OrgDetail } from './org-view.ts';
import { minute } from '../screen/minute.ts';
import { labelled, wrapped } from '../screen/wrapped.ts';

/** One org in full, for people. */
export function orgText(org: OrgDetail, now: number): string {
  const lines = [
    labelled('org', `${org.genesysOrgId} in ${org.genesysRegion}`),
    ...channelLines(org),
    labelled('text', textLine(org)),
    labelled('lease', leaseText(org, now)),
    ...(org.runs.length === 0
      ? [labelled('run', 'none goes on')]
      : org.runs.map((run) => labelled('run', runText(run)))),
    ...errorLines(org),
    ...org.findings.map(({ about, is, resourceId, at }) =>
      labelled('found', `${about}: ${is} (${resourceId}; told at ${minute(at)})`),
    ),
    ...(org.status === 'decommissioned' || org.status === 'left behind'
      ? org.kept.map(({ what, id, why }) => labelled('kept', `${what} ${id}: ${why}`))
      : []),
    labelled('next', org.nextStep),
  ];
  return [wrapped(`${org.name} ${STATUS_WORDS[org.status]}.`), '', ...lines].join('\n');
}

/** What its SMS channel is made of, a line each: number, queue, flow, route. */
export function channelLines(org: OrgDetail): string[] {
  const { queue, messageFlow: flow, messageRoute: route } = org;
  return [
    labelled('number', numberText(org)),
    labelled('queue', queue === null ? '-' : `${queue.name} sends from the number (${queue.id})`),
    labelled(
      'flow',
      flow === null
        ? '-'
        : `${flow.name}, ${flow.publishedVersion === null ? 'not published yet' : `published version ${flow.publishedVersion}`} (${flow.id ?? 'no id yet'})`,
    ),
    labelled(
      'route',
      route === null ? '-' : `messages to ${route.smsPhoneNumber} go to flow ${route.flowId ?? '(not routed yet)'}`,
    ),
  ];
}
const STATUS_WORDS: Readonly<Record<OrgDetail['status'], string>> = {
  provisioning: 'is being provisioned',
  ready: 'is ready',
  failed: 'has failed',
  decommissioning: 'is being decommissioned',
  'left behind': 'is decommissioned in part: something is left behind',
  decommissioned: 'is decommissioned',
};

function numberText({ smsPhoneNumber: number }: OrgDetail): string {
  return number === null
    ? '-'
    : `${number.smsPhoneNumber} (${number.isAdopted ? 'adopted' : 'bought'}, ${number.state})`;
}

/** What became of the last test text. */
export function textLine({ verification }: OrgDetail): string {
  if (verification === null) return 'none was sent yet';
  const { outcome, message, at } = verification;
  return `${outcome ?? 'under way'} (${minute(at)})${message === null ? '' : `: ${message}`}`;
}

const DAY_MS = 24 * 3_600_000;

function leaseText({ leaseUntil, status }: OrgDetail, now: number): string {
  if (leaseUntil === null) return status === 'decommissioned' ? '-' : 'none: it stays until somebody decommissions it';
  const days = Math.floor((Date.parse(leaseUntil) - now) / DAY_MS);
  const left =
    days < 0 ? 'over' : days === 0 ? 'less than a day left' : days === 1 ? '1 day left' : `${days} days left`;
  return `ends ${minute(leaseUntil)} (${left}); it is decommissioned then`;
}

function runText({ executionArn, machine, since, state, status, ended }: HeldRun): string {
  const work =
    machine === VERIFICATION_STATE_MACHINE_NAME
      ? 'a verification'
      : machine === DECOMMISSIONING_STATE_MACHINE_NAME
        ? 'a decommissioning'
        : 'a provisioning';
  const how = {
    running: 'goes on',
    died: `has ended ${status ?? ''}${ended === null ? '' : ` at ${minute(ended)}`} and the ledger has not heard of it yet`,
    'not known': 'is in the ledger, and Step Functions does not know it: it has just begun, or is long over',
    'not asked': 'is in the ledger; Step Functions was not asked',
  }[state];
  return `${work} since ${minute(since)} ${how}: ${executionArn}`;
}

function errorLines({ lastError }: OrgDetail): string[] {
  if (lastError === null) return [];
  const { error, message, stage, at } = lastError;
  return [labelled('error', `${error}${stage === null ? '' : ` in ${stage}`} (${minute(at)}): ${message}`)];
}
