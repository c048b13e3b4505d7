import type { LabOrgRecord, MessageFlowEntry, SmsPhoneNumberEntry } from '../../src/ledger/lab-org-record.ts';

/** What a decommissioning would do to an org, as its ledger has it now. */
export interface DecommissionPreview {
  /** What goes back to what it was, or is deleted. */
  undone: string[];
  /** The number that is released for good. */
  released: string | null;
  /** What is left alone. */
  stays: string[];
  /** What stops costing money, in words. */
  costEnds: string | null;
}

/** What a person adds to the request. */
export interface DecommissionChoices {
  releaseAdopted: string | undefined;
  abandonCandidate: string | undefined;
}

/** States of a number whose purchase nobody has seen succeed. */
const UNSEEN: readonly SmsPhoneNumberEntry['state'][] = ['chosen', 'purchasing', 'in doubt'];

/** Reads out of the ledger what would be undone; Genesys may show more that others have changed since, which then stays too. */
export function decommissionPreview(record: LabOrgRecord, choices: DecommissionChoices): DecommissionPreview {
  const { recipient, queue } = record;
  const { gone, kept } = flowsOf(record);
  const number = numberOf(record.smsPhoneNumber, choices);
  return {
    undone: [
      ...(recipient === undefined
        ? []
        : [`messages to ${recipient.id} go to ${flowInWords(recipient.previousFlowId)} again`]),
      ...(queue === undefined
        ? []
        : [`queue "${queue.name}" sends from ${queue.previousSmsPhoneNumber ?? 'no number'} again`]),
      ...gone.map(({ name }) => `flow "${name}" is deleted, unless somebody has edited it`),
      ...(number.given === undefined ? [] : [number.given]),
    ],
    released: number.released ?? null,
    stays: [
      ...kept.map(({ name }) => `flow "${name}": it was there before lab-sms published over it`),
      ...(number.stays === undefined ? [] : [number.stays]),
    ],
    costEnds: number.released === undefined ? null : `the monthly charge of ${number.released}`,
  };
}

function flowInWords(flowId: string | null): string {
  return flowId === null ? 'no flow' : `flow ${flowId}`;
}

function flowsOf({ messageFlow }: LabOrgRecord): { gone: MessageFlowEntry[]; kept: MessageFlowEntry[] } {
  const flows: MessageFlowEntry[] = messageFlow === undefined ? [] : [...(messageFlow.superseded ?? []), messageFlow];
  const isOurs = ({ origin, job }: MessageFlowEntry): boolean =>
    origin === 'created' || (origin === undefined && job?.previousFlowId === null);
  return { gone: flows.filter(isOurs), kept: flows.filter((flow) => !isOurs(flow) && flow.id !== undefined) };
}

function numberOf(
  entry: SmsPhoneNumberEntry | undefined,
  { releaseAdopted, abandonCandidate }: DecommissionChoices,
): { released?: string; stays?: string; given?: string } {
  const number = entry?.smsPhoneNumber;
  if (entry === undefined || number === undefined || entry.state === 'none' || entry.state === 'released') return {};
  if (entry.isAdopted && entry.state !== 'releasing' && releaseAdopted !== number)
    return {
      stays: `number ${number}: it was in the org before lab-sms (--release-adopted ${number} releases it too)`,
    };
  const isNeverBought = entry.attempts
    .filter(({ smsPhoneNumber }) => smsPhoneNumber === number)
    .every(({ result }) => result === 'refused' || result === 'unsent');
  if (!entry.isAdopted && UNSEEN.includes(entry.state)) {
    if (isNeverBought) return { given: `number ${number}, which was chosen and never bought, is let go` };
    if (abandonCandidate === number) return { given: `number ${number} is given up unless it has turned up` };
  }
  return { released: number };
}
