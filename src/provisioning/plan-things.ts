import { leaseEnd } from '../ledger/provisioning-claim.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { PlanAction, PlannedThing, PlannedThingName } from '../workflow/plan.ts';
import type { FlowSource } from './flow-source.ts';
import { isOurs, isUpToDate, lockHolder } from './message-flow.ts';
import { outboundNumberOf } from './queue.ts';
import type { NumberPlan } from './plan-number.ts';
import type { Looks, OrgSurvey } from './survey-org.ts';

/** What the rest of a plan is made from, once the org was looked at. */
export interface SeenOrg {
  readonly record: LabOrgRecord;
  readonly source: FlowSource;
  readonly survey: OrgSurvey;
  readonly looks: Looks;
  readonly number: NumberPlan;
}

const REFUSED = 'refused: see below';

/** Whether the client could look and change what it has to. */
export function planAccess({ survey: { lacking }, looks: { refusals } }: SeenOrg): PlannedThing {
  if (lacking === 'not checked' && refusals.length === 0)
    return thing('access', 'the client answers; what it may do is not told', 'as it is', 'nothing');
  const isComplete = lacking !== 'not checked' && lacking.length === 0 && refusals.length === 0;
  return isComplete
    ? thing('access', 'the client answers, permissions complete', 'as it is', 'nothing')
    : thing('access', 'the client lacks permissions', REFUSED, 'refused');
}

/** The message flow: published, published again, or left as it is. */
export function planFlow({ record, source, survey }: SeenOrg): PlannedThing {
  const { flow, published, problems } = survey;
  if (flow === undefined) {
    if (isUnseen(survey, 'architect:flow:view')) return unseen('flow');
    return thing('flow', 'none', `"${source.name}", published${leavesFlow(record, source)}`, 'create');
  }
  const version = flow.publishedVersion?.id ?? 'none';
  const whose = isOurs(published, flow) ? 'ours' : "somebody else's";
  const locked = lockHolder(flow);
  const now = `"${source.name}" ${version}, ${whose}${locked === undefined ? '' : `, locked by ${locked}`}`;
  if (problems.some(({ name }) => name === 'MessageFlowForeign' || name === 'MessageFlowLocked'))
    return thing('flow', now, REFUSED, 'refused');
  if (isUpToDate(published, flow, source)) return thing('flow', now, 'as it is', 'nothing');
  const unlocked = locked === undefined ? '' : `taken from ${locked}, `;
  return thing('flow', now, `${unlocked}published anew${leavesFlow(record, source)}`, 'change');
}

function leavesFlow({ messageFlow }: LabOrgRecord, source: FlowSource): string {
  const earlier = messageFlow?.id === undefined || messageFlow.name === source.name ? undefined : messageFlow;
  return earlier === undefined ? '' : `; the earlier "${earlier.name}" goes if it is still ours`;
}

/** The queue: the number that it sends from. */
export function planQueue({ record, survey, number }: SeenOrg): PlannedThing {
  const { queue, problems } = survey;
  const isRefused = problems.some(({ name }) => name.startsWith('Queue'));
  const { queueName } = record.registration;
  if (queue === undefined) {
    if (isRefused) return thing('queue', `not one "${queueName}"`, REFUSED, 'refused');
    return unseen('queue');
  }
  const current = outboundNumberOf(queue);
  const now = current === null ? `"${queueName}" sends from no number` : `"${queueName}" sends from ${current}`;
  if (isRefused) return thing('queue', now, REFUSED, 'refused');
  if (isOpen(number)) return thing('queue', now, 'hangs on the number', 'unknown');
  if (number.smsPhoneNumber !== undefined && current === number.smsPhoneNumber)
    return thing('queue', now, 'as it is', 'nothing');
  const earlier = record.queue !== undefined && record.queue.id !== queue.id ? record.queue : undefined;
  const left =
    earlier === undefined ? '' : `; "${earlier.name}" gets back ${earlier.previousSmsPhoneNumber ?? 'no number'}`;
  return thing('queue', now, `sends from ${number.smsPhoneNumber ?? 'the new number'}${left}`, 'change');
}

/** The route: the flow that messages to the number go to. */
export function planRoute({ source, survey, number }: SeenOrg): PlannedThing {
  const { recipient, flow, problems } = survey;
  const current = recipient?.flow;
  const now = current?.id === undefined ? 'none' : `to "${current.name}"`;
  if (problems.some(({ name }) => name === 'MessageRouteForeign')) return thing('route', now, REFUSED, 'refused');
  if (isOpen(number)) return thing('route', now, 'hangs on the number', 'unknown');
  const isSeen = survey.smsPhoneNumber === number.smsPhoneNumber;
  if (isSeen && current?.id !== undefined && current.id === flow?.id) return thing('route', now, 'as it is', 'nothing');
  const isNew = current?.id === undefined || !isSeen;
  return thing('route', isSeen ? now : 'none', `to "${source.name}"`, isNew ? 'create' : 'change');
}

/** The lease, which begins when the org is ready. */
export function planLease({ leaseUntil, registration }: LabOrgRecord): PlannedThing {
  const { leaseDays } = registration;
  const now = leaseUntil === undefined ? 'none' : `until ${leaseUntil.slice(0, 10)}`;
  if (leaseDays === undefined)
    return leaseUntil === undefined
      ? thing('lease', now, 'none: the number costs money until the org is decommissioned', 'nothing')
      : thing('lease', now, 'none from then on', 'change');
  const until = leaseEnd(registration, new Date())?.slice(0, 10) ?? '';
  return thing('lease', now, `${leaseDays} days from when it is ready: about ${until}`, 'change');
}

function isOpen({ thing: { action } }: NumberPlan): boolean {
  return action === 'refused' || action === 'unknown';
}

/** What isn't there and what may not be seen look alike, unless the roles tell. */
function isUnseen({ lacking }: OrgSurvey, permission: string): boolean {
  return lacking !== 'not checked' && lacking.includes(permission);
}

/** Something that could not be looked at. */
export function unseen(name: PlannedThingName): PlannedThing {
  return thing(name, 'not to be seen', 'not to be seen', 'unknown');
}

function thing(name: PlannedThingName, now: string, planned: string, action: PlanAction): PlannedThing {
  return { thing: name, now, planned, action };
}
