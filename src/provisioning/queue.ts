import type { Models } from 'purecloud-platform-client-v2';
import { routingApi } from '../genesys/apis/routing-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError } from '../genesys/errors.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import { PAGE_SIZE, allPages } from './pages.ts';
import type { Problem } from './problems.ts';
import { ledgerNumber } from './sms-phone-number-entry.ts';

/** Every queue of exactly that name: the API's name filter may match more, so equality is decided here. */
export async function findQueues(genesys: GenesysConnection, name: string): Promise<Models.Queue[]> {
  const api = routingApi(genesys);
  const queues = await allPages((pageNumber) => api.getRoutingQueues({ name, pageSize: PAGE_SIZE, pageNumber }));
  return queues.filter((queue) => queue.name === name);
}

/** The whole queue as Genesys gives it, or undefined where there is none any more. */
export async function getQueue(genesys: GenesysConnection, id: string): Promise<Models.Queue | undefined> {
  try {
    return await routingApi(genesys).getRoutingQueue(id);
  } catch (error) {
    if (error instanceof GenesysNotFoundError) return undefined;
    throw error;
  }
}

/** The queue's outbound SMS number (E.164), or null. Genesys uses the number itself as the address's id. */
export function outboundNumberOf(queue: Models.Queue): string | null {
  return queue.outboundMessagingAddresses?.smsAddress?.id ?? null;
}

/** Why there is not exactly one queue of that name, or undefined. */
export function queueNameProblem(name: string, queues: readonly Models.Queue[]): Problem | undefined {
  if (queues.length === 1) return undefined;
  if (queues.length === 0) {
    return {
      name: 'QueueNotFound',
      message:
        `it has no queue named exactly "${name}" that this client may see. Create it (Admin > Contact Center > Queues), or give the ` +
        "client's role its division, or register with another queueName.",
    };
  }
  return {
    name: 'QueueNameAmbiguous',
    message:
      `it has ${queues.length} queues named "${name}" (${queues.map((queue) => queue.id ?? 'no id').join(', ')}). Rename all but one, ` +
      'then register again.',
  };
}

/** Why the queue's outbound number must not be replaced, or undefined: it has one that isn't ours. */
export function queueNumberProblem(record: LabOrgRecord, queue: Models.Queue): Problem | undefined {
  const current = outboundNumberOf(queue);
  if (current === null || current === ledgerNumber(record.smsPhoneNumber)) return undefined;
  if (current === record.registration.sms.phoneNumber || record.registration.replace.includes('queueNumber'))
    return undefined;
  return {
    name: 'QueueNumberForeign',
    message:
      `the queue "${queue.name ?? ''}" (${queue.id ?? 'no id'}) already sends from ${current}, which lab-sms did not set. Adopt that number ` +
      `with "sms": { "phoneNumber": "${current}" }, or register with "replace": ["queueNumber"]: it is kept and put back at the end.`,
  };
}
