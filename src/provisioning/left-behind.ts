import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { UndoingStage } from '../workflow/stages.ts';

/** Something of ours that is still in the org: what it is, why the undo gave up, and how a person undoes it. */
export interface LeftThing {
  stage: UndoingStage;
  what: string;
  reason: string;
  byHand: string;
}

/** Why the undoing stages gave up, in plain words, as far as they did. */
export type GivenUp = Partial<Record<UndoingStage, string>>;

/** What the ledger still has after every undo had its turn: whatever was undone has closed its entry. */
export function leftBehind(record: LabOrgRecord, givenUp: GivenUp): LeftThing[] {
  const { recipient, queue, messageFlow, smsPhoneNumber: number } = record;
  const left: LeftThing[] = [];
  const add = (stage: UndoingStage, what: string, byHand: string): void => {
    left.push({ stage, what, reason: givenUp[stage] ?? 'it had no turn', byHand });
  };
  if (recipient !== undefined) {
    const flow = recipient.previousFlowId === null ? 'remove its flow' : `set its flow to ${recipient.previousFlowId}`;
    add('UnrouteMessages', `the message route of ${recipient.id}`, `Admin > Routing > Message Routing: ${flow}`);
  }
  if (queue !== undefined) {
    const earlier = queue.previousSmsPhoneNumber ?? 'none';
    add(
      'UnassignQueueOutboundNumber',
      `the outbound number of the queue "${queue.name}" (${queue.id})`,
      `Admin > Contact Center > Queues > Message: set it to ${earlier}`,
    );
  }
  if (messageFlow !== undefined) {
    const flows = [...(messageFlow.superseded ?? []), messageFlow].map(
      ({ name, id }) => `"${name}" (${id ?? 'no id yet'})`,
    );
    add('DeleteMessageFlow', `the message flow ${flows.join(' and ')}`, 'Architect > Inbound Message Flows: delete it');
  }
  if (number?.smsPhoneNumber !== undefined && number.state !== 'released' && number.state !== 'none') {
    const stage = number.state === 'releasing' ? releasingStage(givenUp) : 'ReleaseSmsPhoneNumber';
    add(
      stage,
      `the SMS phone number ${number.smsPhoneNumber}, which costs money until it is released`,
      'Admin > Message > SMS Number Inventory: release it',
    );
  }
  return left;
}

function releasingStage(givenUp: GivenUp): UndoingStage {
  return givenUp.ReleaseSmsPhoneNumber === undefined ? 'AwaitSmsPhoneNumberReleased' : 'ReleaseSmsPhoneNumber';
}
