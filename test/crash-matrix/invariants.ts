import { isDeepStrictEqual } from 'node:util';
import type { Models } from 'purecloud-platform-client-v2';
import type { OrgView } from '../../local/genesys/simulator.ts';
import type { Evidence } from './evidence.ts';
import type { Invariant } from './invariant.ts';
import { FLOW_NAME, QUEUE_NAME, SECRET } from './matrix-org.ts';

/** What Genesys itself moves on a queue. */
const MOVED_BY_GENESYS = ['dateModified', 'modifiedBy', 'version'];

const json = (value: unknown): string => JSON.stringify(value);

function queueNamed(org: OrgView, name: string): Models.Queue | undefined {
  return org.queues.find((queue) => queue.name === name);
}

function numberOf(queue: Models.Queue | undefined): string | undefined {
  return queue?.outboundMessagingAddresses?.smsAddress?.id;
}

function ourFlows(org: OrgView): OrgView['flows'] {
  return org.flows.filter((flow) => flow.name === FLOW_NAME && flow.deleted !== true);
}

/** Whether number, queue, flow and route are there and belong together. */
export function isWhole(org: OrgView): boolean {
  const [number] = org.phoneNumbers;
  const [flow] = ourFlows(org);
  const isActive = number?.phoneNumberStatus === 'ACTIVE';
  const isRouted = org.recipients.some(({ id, flow: routed }) => id === number?.phoneNumber && routed?.id === flow?.id);
  return isActive && numberOf(queueNamed(org, QUEUE_NAME)) === number.phoneNumber && flow !== undefined && isRouted;
}

const oneNumber: Invariant = ({ org, requests }) => {
  const bought = requests.filter(
    ({ operation, status }) => operation === 'postRoutingSmsPhonenumbers' && status === 202,
  );
  const held = org.phoneNumbers.map(({ phoneNumber }) => phoneNumber);
  if (bought.length <= 1 && held.length <= 1) return undefined;
  return `expected one number at most; ${bought.length} were bought (${json(bought.map(({ body }) => body))}), the org has ${json(held)}`;
};

/** Whatever is paid for stands in the ledger, or it would bill for ever. */
const noForgottenNumber: Invariant = ({ org, record }) => {
  const known = record?.smsPhoneNumber?.smsPhoneNumber;
  const forgotten = org.phoneNumbers.map(({ phoneNumber }) => phoneNumber).filter((each) => each !== known);
  if (forgotten.length === 0) return undefined;
  return `the org has ${json(forgotten)}, the ledger knows ${known ?? 'no number'}`;
};

const oneQueueField: Invariant = ({ untouched, org }) => {
  const without = ({ queues }: OrgView): unknown =>
    queues.map((queue) => {
      const { smsAddress, ...siblings } = queue.outboundMessagingAddresses ?? {};
      const kept = Object.entries({ ...queue, outboundMessagingAddresses: siblings });
      return Object.fromEntries(kept.filter(([field]) => !MOVED_BY_GENESYS.includes(field)));
    });
  if (!isDeepStrictEqual(without(untouched), without(org))) {
    return `expected one changed field of one queue; before ${json(without(untouched))}, after ${json(without(org))}`;
  }
  const others = org.queues.filter(({ name }) => name !== QUEUE_NAME).map(numberOf);
  return others.every((number) => number === undefined) ? undefined : `another queue sends from ${json(others)}`;
};

const oneFlow: Invariant = ({ org }) => {
  const flows = ourFlows(org);
  return flows.length <= 1 ? undefined : `${flows.length} flows are named ${FLOW_NAME}`;
};

const oneRoute: Invariant = ({ org }) => {
  const ours = ourFlows(org)[0]?.id;
  const routes = org.recipients.map(({ flow }) => flow?.id).filter((id) => id !== undefined);
  if (routes.length === 0 || (routes.length === 1 && routes[0] === ours)) return undefined;
  return `routes lead to ${json(routes)}, our flow is ${ours ?? 'not there'}`;
};

const nothingElse: Invariant = ({ untouched, org }) => {
  const rest = ({ name, threadingTimeoutMinutes, divisions, clients, addresses, flows }: OrgView): unknown => ({
    ...{ name, threadingTimeoutMinutes, divisions, clients, addresses },
    flows: flows.filter((flow) => flow.name !== FLOW_NAME),
  });
  if (isDeepStrictEqual(rest(untouched), rest(org))) return undefined;
  return `before ${json(rest(untouched))}, after ${json(rest(org))}`;
};

const oneTextPerVerification: Invariant = ({ org, record }) => {
  const begun = Object.values(record?.verifications ?? {}).filter(({ textBegun }) => textBegun === true);
  const ids = new Set(begun.map(({ messageId }) => messageId).filter((id) => id !== undefined));
  const own = begun.filter(({ messageId }) => messageId === undefined).length + ids.size;
  return org.texts.length <= own ? undefined : `${org.texts.length} texts for ${own} verifications that sent one`;
};

/** A verification that nobody works on any more says how it ended, and `delivered` only of a text that was. */
const toldVerifications: Invariant = ({ org, record }) => {
  const wrong = Object.values(record?.verifications ?? {}).filter(({ state, outcome, messageId }) => {
    const text = org.texts.find((each) => each.messageId === messageId);
    return (
      state !== 'ended' || outcome === undefined || (outcome === 'delivered' && text?.status !== 'delivery-success')
    );
  });
  return wrong.length === 0 ? undefined : `of the texts ${json(org.texts)} the ledger says ${json(wrong)}`;
};

const ledgerEqualsOrg: Invariant = ({ org, record }) => {
  if (record?.status !== 'ready') return undefined;
  const [number] = org.phoneNumbers;
  const [flow] = ourFlows(org);
  const ledger = {
    number: record.smsPhoneNumber?.smsPhoneNumber,
    state: record.smsPhoneNumber?.state,
    queue: record.queue?.id,
    flow: record.messageFlow?.id,
    version: record.messageFlow?.publishedVersion,
    recipient: record.recipient?.id,
    routed: record.recipient?.routedFlowId,
  };
  const found = {
    number: number?.phoneNumber,
    state: number?.phoneNumberStatus?.toLowerCase(),
    queue: org.queues.find((queue) => numberOf(queue) !== undefined)?.id,
    flow: flow?.id,
    version: flow?.publishedVersion?.id,
    recipient: org.recipients[0]?.id,
    routed: org.recipients[0]?.flow?.id,
  };
  return isDeepStrictEqual(ledger, found) ? undefined : `the ledger says ${json(ledger)}, the org has ${json(found)}`;
};

const noClaimLeft: Invariant = ({ record, hasLateCalls }) => {
  if (record?.claim !== undefined && record.claim.ended === undefined) return `${json(record.claim)} was never ended`;
  const inFlight = record?.verificationInFlight;
  // Written by a call of a dead run, it is nobody's: whoever verifies next asks Step Functions and takes it over.
  return inFlight === undefined || hasLateCalls ? undefined : `${json(inFlight)} is in flight though nothing runs`;
};

/** Whether nothing of ours is left. */
function isAsBefore({ org }: Evidence): boolean {
  const isUnset = org.queues.every((queue) => numberOf(queue) === undefined);
  return org.phoneNumbers.length === 0 && isUnset && ourFlows(org).length === 0 && org.recipients.length === 0;
}

const truthfulStatus: Invariant = (evidence) => {
  const { org, record } = evidence;
  if (record === undefined) return undefined;
  const { status, lastError } = record;
  if (status === 'ready' || status === 'decommissioned') {
    const isTrue = status === 'ready' ? isWhole(org) : isAsBefore(evidence);
    if (!isTrue) return `the status is ${status}, and the org has ${json([org.phoneNumbers, org.recipients])}`;
    return lastError === undefined ? undefined : `the status is ${status} with the error ${json(lastError)}`;
  }
  if (status !== 'failed' && status !== 'left behind') return `the status is ${status} though nothing runs`;
  const isTold = lastError !== undefined && lastError.message.trim() !== '' && lastError.error !== '';
  return isTold ? undefined : `the status is ${status} with the error ${json(lastError)}`;
};

const everyExecutionEnded: Invariant = ({ executions }) => {
  const running = executions.filter(({ status }) => status === 'RUNNING');
  return running.length === 0 ? undefined : `still running: ${json(running)}`;
};

const noSecret: Invariant = ({ written }) => {
  const shown = [SECRET.clientSecret, SECRET.testSmsTo].filter((value) => written.includes(value));
  return shown.length === 0 ? undefined : `${json(shown)} stands in a log line, the ledger or an execution`;
};

/** What holds of org and ledger at any time when nothing runs. */
export const OF_THE_ORG: Readonly<Record<string, Invariant>> = {
  'one number bought at most': oneNumber,
  'no number that the ledger does not know': noForgottenNumber,
  'one queue field changed': oneQueueField,
  'one flow': oneFlow,
  'one route': oneRoute,
  'nothing else in the org changed': nothingElse,
  'one text per verification at most': oneTextPerVerification,
  'every verification tells its outcome': toldVerifications,
  'the ledger is equal to the org': ledgerEqualsOrg,
  'no claim left': noClaimLeft,
  'the status is truthful': truthfulStatus,
  'every execution has ended': everyExecutionEnded,
  'nothing of the secret is shown': noSecret,
};

/** What a person's second attempt must reach. */
export const reached: Invariant = (evidence) => {
  const { org, record, executions, leaves } = evidence;
  const isReached =
    leaves === 'provisioned'
      ? isWhole(org) && record?.status === 'ready'
      : isAsBefore(evidence) && record?.status === 'decommissioned';
  if (isReached) return undefined;
  return `expected the org ${leaves}; it is ${record?.status ?? 'not in the ledger'}; ${json(record?.lastError)}; ${json(executions)}; ${json(org)}`;
};

/** A redrive of a decommissioning that has told what is left tells it again; the same event goes on with it. */
export const redriven: Invariant = (evidence) =>
  evidence.leaves === 'as before' && evidence.record?.status === 'left behind' ? undefined : reached(evidence);

export const lastDelivered: Invariant = ({ record, leaves }) => {
  if (leaves === 'as before') return undefined;
  const [last] = Object.values(record?.verifications ?? {}).sort((a, b) => (a.since < b.since ? 1 : -1));
  return last?.outcome === 'delivered' ? undefined : `the last verification is ${json(last)}`;
};
