import type { OrgView } from '../../../local/genesys/simulator.ts';

/** What an org has more, less or otherwise than before, in a few words; `as before` where that is nothing. */
export function leftInOrg(before: OrgView, now: OrgView, textsSent: number): string {
  const left = [...numbers(before, now), ...queues(before, now), ...flows(before, now), ...routes(before, now)];
  const texts = textsSent === 0 ? '' : `; ${textsSent} ${textsSent === 1 ? 'text' : 'texts'} sent`;
  return `${left.length === 0 ? 'as before' : left.join(', ')}${texts}`;
}

function numbers(before: OrgView, now: OrgView): string[] {
  const had = before.phoneNumbers.map(({ phoneNumber }) => phoneNumber);
  const has = now.phoneNumbers.map(({ phoneNumber }) => phoneNumber);
  const added = now.phoneNumbers.filter(({ phoneNumber }) => !had.includes(phoneNumber));
  const words = added.map(({ phoneNumberStatus: status, provisioningStatus: { action, state } = {} }) => {
    if (status === 'ACTIVE' && action !== 'Delete') return 'number';
    return action === 'Delete'
      ? 'number (being released)'
      : `number (${state === 'Failed' ? 'failed' : 'in progress'})`;
  });
  const gone = had.filter((phoneNumber) => !has.includes(phoneNumber));
  return [...words, ...gone.map(() => 'their number released')];
}

function queues(before: OrgView, now: OrgView): string[] {
  return now.queues.flatMap(({ id, outboundMessagingAddresses: addresses }) => {
    const had = before.queues.find((queue) => queue.id === id)?.outboundMessagingAddresses?.smsAddress?.id;
    const has = addresses?.smsAddress?.id;
    if (had === has) return [];
    return has === undefined ? ['queue without its number'] : ['queue'];
  });
}

function flows(before: OrgView, now: OrgView): string[] {
  return now.flows.flatMap(({ id, deleted, publishedVersion }) => {
    const had = before.flows.find((flow) => flow.id === id);
    if (had === undefined) return deleted === true ? [] : ['flow'];
    if (deleted === true && had.deleted !== true) return ['their flow deleted'];
    return had.publishedVersion?.id === publishedVersion?.id ? [] : ['flow (theirs, published over)'];
  });
}

function routes(before: OrgView, now: OrgView): string[] {
  return now.recipients.flatMap(({ id, flow }) => {
    const had = before.recipients.find((recipient) => recipient.id === id)?.flow?.id;
    if (had === flow?.id) return [];
    return flow?.id === undefined ? ['no route'] : ['route'];
  });
}
