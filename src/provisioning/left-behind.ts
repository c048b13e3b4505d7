import type { KeptThing, LabOrgRecord, MessageFlowEntry, PublishedFlow } from '../ledger/lab-org-record.ts';
import type { UndoingStage } from '../workflow/stages.ts';
import { WHY_ADOPTED_STAYS } from './release-sms-phone-number.ts';
import { isMereCandidate, numberToRelease } from './sms-phone-number-entry.ts';

/** Something of ours that is still in the org: what it is, why the undo gave up, and how a person undoes it. */
export interface LeftThing {
  stage: UndoingStage;
  what: string;
  reason: string;
  byHand: string;
}

/** Why the undoing stages gave up, in plain words, as far as they did. */
export type GivenUp = Partial<Record<UndoingStage, string>>;

/** What of ours the ledger still has after every undo had its turn: whatever was undone has closed its entry. */
export function leftBehind(record: LabOrgRecord, givenUp: GivenUp): LeftThing[] {
  const { recipient, queue } = record;
  const number = openNumber(record);
  const left: LeftThing[] = [];
  const add = (stage: UndoingStage, what: string, byHand: string): void => {
    left.push({ stage, what, reason: givenUp[stage] ?? 'it had no turn', byHand });
  };
  if (recipient !== undefined) {
    const isGoing = number === recipient.id || recipient.previousFlowId === null;
    const change = isGoing ? 'remove its flow' : `set its flow to ${recipient.previousFlowId ?? ''}`;
    const byHand = `Admin > Routing > Message Routing: ${change}, unless somebody has set another since`;
    add('UnrouteMessages', `the message route of ${recipient.id}`, byHand);
  }
  if (queue !== undefined) {
    const now = record.smsPhoneNumber?.smsPhoneNumber ?? 'the number of lab-sms';
    const byHand = `Admin > Contact Center > Queues > Message: where it is ${now}, set it to ${queue.previousSmsPhoneNumber ?? 'none'}`;
    add('UnassignQueueOutboundNumber', `the outbound number of the queue "${queue.name}" (${queue.id})`, byHand);
  }
  const flows = openFlows(record).filter((flow) => isMadeByUs(flow));
  if (flows.length > 0) {
    const names = flows.map(({ name, id }) => `"${name}" (${id ?? 'no id yet'})`).join(' and ');
    const byHand = 'Architect > Inbound Message Flows: delete it, unless somebody has edited it since';
    add('DeleteMessageFlow', `the message flow ${names}`, byHand);
  }
  if (number !== undefined) {
    const isSeen = record.smsPhoneNumber?.state === 'active' || record.smsPhoneNumber?.state === 'releasing';
    const byHand = `Admin > Message > SMS Number Inventory: ${isSeen ? '' : 'if it is there, '}release it`;
    add(numberStage(record, givenUp), `the SMS phone number ${number}, which costs money until it is released`, byHand);
  }
  return left;
}

/** What has an open entry and isn't ours: the stage that would have said so gave up before it could. It stays. */
export function staysUnsaid(record: LabOrgRecord): KeptThing[] {
  const { smsPhoneNumber: entry } = record;
  const why = 'it was in the org before lab-sms published over it';
  const kept = openFlows(record).flatMap(({ id, ...flow }): KeptThing[] =>
    id === undefined || isMadeByUs(flow) ? [] : [{ what: 'message flow', id, why: `"${flow.name}": ${why}` }],
  );
  const number = entry?.smsPhoneNumber;
  const isAdoptedHere = entry?.isAdopted === true && entry.state !== 'released' && openNumber(record) === undefined;
  if (number !== undefined && isAdoptedHere)
    kept.push({ what: 'SMS phone number', id: number, why: WHY_ADOPTED_STAYS });
  return kept;
}

/** The number that was to be released and isn't, or undefined: an adopted one stays, a mere candidate was never bought. */
function openNumber(record: LabOrgRecord): string | undefined {
  const { smsPhoneNumber: entry } = record;
  const number = numberToRelease({ ...record, status: 'decommissioning' });
  if (entry === undefined || number === undefined || entry.state === 'released' || entry.state === 'none')
    return undefined;
  return isMereCandidate(entry, number) ? undefined : number;
}

function openFlows({ messageFlow }: LabOrgRecord): MessageFlowEntry[] {
  return messageFlow === undefined ? [] : [...(messageFlow.superseded ?? []), messageFlow];
}

/** Whether we made the flow, or a job of ours may have: one that was there before stays. */
function isMadeByUs({ origin, job }: Pick<PublishedFlow, 'origin'> & Pick<MessageFlowEntry, 'job'>): boolean {
  return origin === 'created' || (origin === undefined && job?.previousFlowId === null);
}

function numberStage({ smsPhoneNumber }: LabOrgRecord, givenUp: GivenUp): UndoingStage {
  const isOrdered = smsPhoneNumber?.state === 'releasing' && givenUp.ReleaseSmsPhoneNumber === undefined;
  return isOrdered ? 'AwaitSmsPhoneNumberReleased' : 'ReleaseSmsPhoneNumber';
}
