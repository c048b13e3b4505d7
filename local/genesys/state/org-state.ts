import type { Models } from 'purecloud-platform-client-v2';
import type { SimulatorSettings } from './settings.ts';

/** An OAuth client of an org, with what its role lets it do. */
export interface ClientState {
  clientId: string;
  clientSecret: string;
  /** Entries `domain:entity:action`, each part a word or `*`. */
  permissions: string[];
  /** The names of the divisions in which it has its role; all of them when absent. */
  divisions?: string[];
}

/** A part of an org that roles can be limited to. */
export interface DivisionState {
  id: string;
  name: string;
}

/** An address that an org has on file, as the API answers it. */
export type AddressState = Required<Models.SmsAddress>;

/** Where a number is with the carriers: nobody asked, being looked at, turned down, or done. */
export interface RegistrationState {
  state: 'none' | 'pending' | 'rejected' | 'registered';
  /** The carriers' own words for turning it down. */
  reason?: string;
}

/** A queue as the API answers it; whole, because a PUT replaces it whole. */
export type QueueState = Models.Queue & { id: string; name: string };

/** How an asynchronous thing ends; `Pending` never does. */
export type Outcome = 'Completed' | 'Failed' | 'Pending';

/** An SMS number that an org has bought or is buying. Times are milliseconds since the epoch. */
export interface PhoneNumberState {
  phoneNumber: string;
  phoneNumberType: string;
  countryCode: string;
  name?: string;
  capabilities: string[];
  version: number;
  orderedAt: number;
  /** When the purchase ends, and how. */
  settledAt: number;
  outcome: Outcome;
  /** When its recipient can be seen. */
  recipientAt: number;
  recipientFlowId?: string;
  recipientModifiedAt?: number;
  /** When the release was asked for, and when it ends. */
  releaseOrderedAt?: number;
  releasedAt?: number;
  /** 10DLC or toll-free verification: without it the US and Canada deliver no texts from the number. */
  registration: RegistrationState;
  /** What the carrier says of the number instead of its being active. */
  carrierStatus?: 'INITIATED' | 'PORTING' | 'INVALID';
  /** The address that it was bought with. */
  addressId?: string;
}

/** What a published flow does with a message. */
export type FlowAction =
  | { kind: 'transferToAcd'; queueId: string; queueName: string }
  | { kind: 'sendResponse'; text: string }
  | { kind: 'disconnect' };

/** One saved version of a flow; what runs is the last published one. */
export interface FlowVersionState {
  number: number;
  savedAt: number;
  /** An OAuth client of the org, or a person. */
  savedBy?: string;
  isPublished: boolean;
}

/** An Architect flow. */
export interface FlowState {
  id: string;
  name: string;
  /** In lower case, as requests name it; answers have it in upper case. */
  type: string;
  description?: string;
  /** The oldest first. */
  versions: FlowVersionState[];
  actions: FlowAction[];
  /** Whoever has it open in Architect. */
  lockedBy?: string;
  /** Home when absent. */
  divisionId?: string;
  isDeleted: boolean;
}

/** A flow job: registered, then started by its upload, then ended by the clock. */
export interface FlowJobState {
  id: string;
  signature: string;
  registeredAt: number;
  clientId: string;
  source?: string;
  startedAt?: number;
  endsAt?: number;
  endedAt?: number;
  /** What a fault made of it beforehand. */
  outcome: Outcome;
  injectedMessages?: string[];
  result?: { isSuccess: boolean; flowId?: string; messages: string[] };
}

/** A text message that left an org. */
export interface TextState {
  messageId: string;
  conversationId: string;
  from: string;
  to: string;
  body: string;
  acceptedAt: number;
  /** When the carrier has it, and when the carrier has said its last word. */
  sentAt: number;
  settledAt: number;
  outcome: Outcome;
  failure?: { code: string; message: string };
}

/** A conversation with a customer that an agent is having. */
export interface ConnectedConversation {
  conversationId: string;
  phoneNumber: string;
  address: string;
}

/** Everything that one org holds; kept in one file. */
export interface OrgState {
  id: string;
  name: string;
  createdAt: number;
  /** The home division's. */
  divisionId: string;
  /** The home division first. */
  divisions: DivisionState[];
  threadingTimeoutMinutes: number;
  /** Texts that may leave in 24 hours; no limit when absent. */
  textsPerDay?: number;
  clients: ClientState[];
  queues: QueueState[];
  phoneNumbers: PhoneNumberState[];
  flows: FlowState[];
  flowJobs: FlowJobState[];
  texts: TextState[];
  connectedConversations: ConnectedConversation[];
  addresses: AddressState[];
  /** Who has texted STOP to which number. */
  optOuts: { phoneNumber: string; address: string }[];
}

/** A token that was handed out. */
export interface TokenState {
  token: string;
  genesysOrgId: string;
  clientId: string;
  expiresAt: number;
}

/** What the orgs share. */
export interface SharedState {
  clockOffsetMs: number;
  /** Number searches so far: each has its own random order. */
  searches: number;
  settings: Partial<SimulatorSettings>;
  tokens: TokenState[];
  /** Numbers that somebody outside has bought. */
  takenNumbers?: string[];
}
