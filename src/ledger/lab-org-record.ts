import type { Registration, SmsRequest } from '../workflow/registration.ts';
import type { VerificationOutcome } from '../workflow/events.ts';

/** One execution's hold on an org. `ended` is when that execution stopped, ISO 8601. No claim expires by itself. */
export interface Claim {
  executionArn: string;
  redriveCount: number;
  since: string;
  ended?: string;
}

/** One POST of one candidate. Written before the POST without a result; the result follows a definite answer. */
export interface PurchaseAttempt {
  smsPhoneNumber: string;
  attempt: number;
  executionArn: string;
  sent: string;
  /** Absent while the outcome is unknown. `unsent`: Genesys did not process it (rate limit, no permission). */
  result?: 'accepted' | 'refused' | 'unsent';
}

/** A candidate that was definitely refused, or whose provisioning failed, and why in Genesys's words. */
export interface RefusedCandidate {
  smsPhoneNumber: string;
  executionArn: string;
  reason: string;
}

/** The number of an org, from the choice to the release. */
export interface SmsPhoneNumberEntry {
  state: 'chosen' | 'purchasing' | 'in doubt' | 'active' | 'releasing' | 'released' | 'none';
  /** E.164; absent in state `none`. */
  smsPhoneNumber?: string;
  isAdopted: boolean;
  /** The execution that chose it. */
  executionArn: string;
  /** What was asked for when it was chosen: an owned number isn't exchanged by a changed registration. */
  request: SmsRequest;
  genesysRegion: Registration['genesysRegion'];
  attempts: PurchaseAttempt[];
  refused: RefusedCandidate[];
  activeSince?: string;
  /** What it was before its release was ordered, to go back to when Genesys definitely refuses. */
  stateBeforeRelease?: Exclude<SmsPhoneNumberEntry['state'], 'releasing'>;
  /** When its release was ordered. */
  releasingSince?: string;
  releasedAt?: string;
}

/** A queue that this product changed, with its number from before the first change (null: it had none). */
export interface QueueEntry {
  id: string;
  name: string;
  previousSmsPhoneNumber: string | null;
  assigned?: string;
}

/** A flow job, written down before its upload: proof that what comes out of it is ours. */
export interface MessageFlowJob {
  id: string;
  contentHash: string;
  /** The flow of that name that was there before; null: none. */
  previousFlowId: string | null;
  /** That flow was ours and unedited; publishing over anything else makes it an `updated` one. */
  wasOurs: boolean;
  executionArn: string;
  /** When it was written down, ISO 8601: its upload follows, or nobody lived to make it. Absent: long ago. */
  since?: string;
  /** How many jobs of this execution failed before it. */
  failures: number;
  /** The job ended in Failure and was counted. */
  hasFailed?: boolean;
}

/** A flow as we published it. */
export interface PublishedFlow {
  name: string;
  id?: string;
  contentHash?: string;
  publishedVersion?: string;
  savedVersion?: string;
  origin?: 'created' | 'updated';
}

/** The registered flow; id and versions are absent while its first job runs. */
export interface MessageFlowEntry extends PublishedFlow {
  job?: MessageFlowJob;
  /** Flows of earlier registrations: deleted, if still ours, once nothing is routed to them any more. */
  superseded?: PublishedFlow[];
}

/** The route: the recipient of the number, and the flow that it had before the first change (null: none). */
export interface RecipientEntry {
  id: string;
  previousFlowId: string | null;
  routedFlowId?: string;
}

/** One verification. `sending` is written before the POST; found again by anyone it means: outcome unknown. */
export interface VerificationEntry {
  executionArn: string;
  state: 'sending' | 'sent' | 'ended';
  since: string;
  /** Set with `sending`: from here on a text may be out, and this verification never sends another. */
  textBegun?: true;
  /** What was true when the text was sent, so that an unchanged org is not texted again. */
  fingerprint?: string;
  conversationId?: string;
  messageId?: string;
  sentAt?: string;
  outcome?: VerificationOutcome;
  message?: string;
  /** When the failed execution's end was told to the world. */
  failureReportedAt?: string;
  writeToken: string;
}

/** The verification that runs now: one text at a time per org. */
export interface VerificationInFlight {
  verificationId: string;
  executionArn: string;
  since: string;
}

/** The last failure in plain words. */
export interface LastError {
  error: string;
  message: string;
  stage?: string;
  executionArn: string;
  at: string;
}

/** Something in the org that decommissioning has left alone because it isn't ours, or isn't any more. */
export interface KeptThing {
  what: 'message route' | 'queue outbound number' | 'message flow' | 'SMS phone number';
  /** Its id in Genesys. */
  id: string;
  why: string;
}

/** What a decommissioning was asked for and has left alone so far; a later run of it adds to the list. */
export interface DecommissioningEntry {
  executionArn: string;
  /** ISO 8601. */
  requestedAt: string;
  releaseAdopted?: string;
  abandonCandidate?: string;
  kept: KeptThing[];
}

/** The request to decommission an org because its lease has ended. */
export interface LeaseEndRequest {
  /** The lease end that it was about. */
  leaseUntil: string;
  at: string;
}

/** The request to decommission an org because the execution that bought its number failed. */
export interface ReleaseRequest {
  executionArn: string;
  at: string;
}

/** Something that a check has seen once: reported only when it is seen again, the same, a period later. */
export interface Suspicion {
  value: string;
  /** ISO 8601. */
  since: string;
}

/** Something that a check has reported, so that it is reported once until it changes. */
export interface ReportedFinding {
  value: string;
  resourceId: string;
  /** ISO 8601. */
  at: string;
}

/** What the scheduled checks remember of an org, by what it is about (`routing queue`, `number +44…`). */
export interface CheckEntry {
  /** When the org was last looked at, or the look failed; ISO 8601. */
  lookedAt: string;
  suspected: Record<string, Suspicion>;
  reported: Record<string, ReportedFinding>;
  writeToken: string;
}

/** One item of the ledger: everything that is known of one org. Times are ISO 8601. */
export interface LabOrgRecord {
  genesysOrgId: string;
  /** Raised by each write of a claim holder; a write holds only against the revision it was decided on. */
  revision: number;
  writeToken: string;
  registration: Registration;
  /** `left behind`: a decommissioning has ended, and something of ours is still in the org. */
  status: 'provisioning' | 'ready' | 'failed' | 'decommissioning' | 'left behind' | 'decommissioned';
  claim?: Claim;
  lastExecution: string;
  registeredAt: string;
  /** When the registration of the last claim was asked for. */
  requestedAt?: string;
  updatedAt: string;
  readyAt?: string;
  decommissionedAt?: string;
  leaseUntil?: string;
  /** When the registration that set the lease was asked for. */
  leaseRequestedAt?: string;
  leaseEndRequest?: LeaseEndRequest;
  releaseRequest?: ReleaseRequest;
  smsPhoneNumber?: SmsPhoneNumberEntry;
  queue?: QueueEntry;
  messageFlow?: MessageFlowEntry;
  recipient?: RecipientEntry;
  decommissioning?: DecommissioningEntry;
  verifications: Record<string, VerificationEntry>;
  verificationInFlight?: VerificationInFlight;
  /** The verifications that have begun a text on that UTC day, with the time: texts a day are limited. */
  textsOfDay?: { day: string; verifications: Record<string, string> };
  /** The verification that last ended `delivered` or `sent, receipt pending`. */
  lastVerificationId?: string;
  lastError?: LastError;
  /** Written by the scheduled checks only, beside the claim; raises no revision. */
  check?: CheckEntry;
}

/** A record to create; the table adds what it counts by. */
export type NewRecord = Omit<LabOrgRecord, 'revision' | 'writeToken' | 'updatedAt'>;

/** Fields to set; a field given as undefined is removed. */
export type RecordChanges = {
  [Field in Exclude<keyof LabOrgRecord, 'genesysOrgId' | 'revision' | 'writeToken' | 'updatedAt'>]?:
    LabOrgRecord[Field] | undefined;
};
