import type { Models } from 'purecloud-platform-client-v2';
import { flowBody } from '../flows/flow-routes.ts';
import { dropReleasedNumbers, smsPhoneNumber } from '../phone-numbers/lifecycle.ts';
import { newClient, newFlow, newPhoneNumber, newQueue } from '../state/new-org.ts';
import type { OrgState } from '../state/org-state.ts';
import type { World } from '../world.ts';
import type {
  ClientName,
  FlowName,
  NewClient,
  NewFlow,
  NewPhoneNumber,
  NewQueue,
  PhoneNumberName,
  QueueName,
} from './contents-schemas.ts';
import { clientView } from './org-view.ts';
import type { OrgView } from './org-view.ts';
import { divisionProblems, flowOf, numberOf, orgOf, queueOf, refuseIfAny } from './org-parts.ts';

const isIn = (all: readonly { id: string }[], id: string | undefined): boolean => all.some((each) => each.id === id);

/**
 * Puts things into an org that is there already, and takes things away, in no time and against no rule of the API:
 * what is taken away leaves nothing behind that leads to it.
 */
export class OrgContents {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Adds a queue, described as in a seed, and answers it. @throws InvalidInputError */
  addQueue({ genesysOrgId, ...seed }: NewQueue): Models.Queue {
    const org = orgOf(this.#world, 'The queue', genesysOrgId);
    const { id, division } = seed;
    refuseIfAny('The queue', [
      ...(isIn(org.queues, id) ? [`id (${id ?? ''}): a queue of this org has it; take another one or none`] : []),
      ...divisionProblems(org, 'division', division === undefined ? [] : [division]),
    ]);
    const queue = newQueue(seed, org.divisions, this.#world.now());
    org.queues.push(queue);
    this.#world.save(org);
    return queue;
  }

  /** Takes a queue away. @throws InvalidInputError */
  removeQueue({ genesysOrgId, queue: wanted }: QueueName): void {
    const org = orgOf(this.#world, 'The queue', genesysOrgId);
    const queue = queueOf(org, 'The queue', wanted);
    org.queues = org.queues.filter((each) => each !== queue);
    this.#world.save(org);
  }

  /** Adds a flow, described as in a seed, and answers it. @throws InvalidInputError */
  addFlow({ genesysOrgId, ...seed }: NewFlow): Models.Flow {
    const org = orgOf(this.#world, 'The flow', genesysOrgId);
    const { id, division } = seed;
    const flow = newFlow(seed, org.divisions, this.#world.now());
    const hasTwin = org.flows.some(
      ({ name, type, isDeleted }) => !isDeleted && name === flow.name && type === flow.type,
    );
    refuseIfAny('The flow', [
      ...(isIn(org.flows, id) ? [`id (${id ?? ''}): a flow of this org has it; take another one or none`] : []),
      ...(hasTwin ? [`name (${flow.name}): a flow of this type has it; take another one, or edit that flow`] : []),
      ...divisionProblems(org, 'division', division === undefined ? [] : [division]),
    ]);
    org.flows.push(flow);
    this.#world.save(org);
    return flowBody(org, flow);
  }

  /** Takes a flow away, off the numbers and the queues that use it. @throws InvalidInputError */
  removeFlow({ genesysOrgId, flow: wanted }: FlowName): void {
    const org = orgOf(this.#world, 'The flow', genesysOrgId);
    const flow = flowOf(org, 'The flow', wanted);
    org.flows = org.flows.filter((each) => each !== flow);
    for (const number of org.phoneNumbers) if (number.recipientFlowId === flow.id) delete number.recipientFlowId;
    for (const queue of org.queues) {
      if (queue.queueFlow?.id === flow.id) delete queue.queueFlow;
      if (queue.messageInQueueFlow?.id === flow.id) delete queue.messageInQueueFlow;
      if (queue.emailInQueueFlow?.id === flow.id) delete queue.emailInQueueFlow;
    }
    this.#world.save(org);
  }

  /** Adds a number that the org has had for a while, and answers it. @throws InvalidInputError */
  addPhoneNumber({ genesysOrgId, ...seed }: NewPhoneNumber): Models.SmsPhoneNumber {
    const org = orgOf(this.#world, 'The number', genesysOrgId);
    const { phoneNumber, flow } = seed;
    const flows = flow === undefined ? [] : [flowOf(org, 'The number', flow)];
    const isHeld = this.#world.heldNumbers().has(phoneNumber);
    refuseIfAny('The number', isHeld ? [`phoneNumber (${phoneNumber}): somebody has it; take another one`] : []);
    const number = newPhoneNumber({ ...seed, flow: flows[0]?.name }, flows, this.#world.now());
    this.#dropNumber(org, phoneNumber); // One that could not be bought.
    org.phoneNumbers.push(number);
    this.#world.save(org);
    return smsPhoneNumber(org, number, this.#world.now());
  }

  /** Takes a number away, off the queues that send from it; it can be bought again. @throws InvalidInputError */
  removePhoneNumber({ genesysOrgId, phoneNumber }: PhoneNumberName): void {
    const org = orgOf(this.#world, 'The number', genesysOrgId);
    numberOf(org, 'The number', phoneNumber);
    this.#dropNumber(org, phoneNumber);
    this.#world.save(org);
  }

  /** Adds an OAuth client with its role, and answers it without its secret. @throws InvalidInputError */
  addClient({ genesysOrgId, ...seed }: NewClient): OrgView['clients'][number] {
    const org = orgOf(this.#world, 'The client', genesysOrgId);
    const isTaken = this.#world.findClient(seed.clientId) !== undefined;
    refuseIfAny('The client', [
      ...(isTaken ? [`clientId (${seed.clientId}): belongs to an org already; take another one`] : []),
      ...divisionProblems(org, 'divisions', seed.divisions),
    ]);
    const client = newClient(seed);
    org.clients.push(client);
    this.#world.save(org);
    return clientView(client);
  }

  /** Takes an OAuth client away; its tokens are no longer known. @throws InvalidInputError */
  removeClient({ genesysOrgId, clientId }: ClientName): void {
    const org = orgOf(this.#world, 'The client', genesysOrgId);
    const left = org.clients.filter((each) => each.clientId !== clientId);
    const isThere = left.length < org.clients.length;
    refuseIfAny(
      'The client',
      isThere ? [] : [`clientId (${clientId}): not a client of this org; see GET /control/state`],
    );
    org.clients = left;
    this.#world.save(org);
  }

  #dropNumber(org: OrgState, phoneNumber: string): void {
    const now = this.#world.now();
    for (const number of org.phoneNumbers) if (number.phoneNumber === phoneNumber) number.releasedAt = now;
    dropReleasedNumbers(org, now);
  }
}
