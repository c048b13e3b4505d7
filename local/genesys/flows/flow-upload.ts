import type { IncomingHttpHeaders } from 'node:http';
import type { FaultOutcome } from '../http/fault.ts';
import type { Answer } from '../http/route.ts';
import type { FlowJobState, OrgState } from '../state/org-state.ts';
import type { World } from '../world.ts';

/** Uploads live beside the API, as the vendor's do in S3. */
export const UPLOAD_PREFIX = '/uploads/';
const UPLOAD_LIFETIME_MS = 15 * 60_000;

/** Where a job's flow is put; the signature in it is all the permission that an upload needs. */
export function uploadPath(org: OrgState, job: FlowJobState): string {
  return `${UPLOAD_PREFIX}${org.id}/flows/${job.id}?X-Amz-Expires=${UPLOAD_LIFETIME_MS / 1_000}&X-Amz-Signature=${job.signature}`;
}

/** Whether it is too late for a job's upload. */
export function hasUploadExpired(job: FlowJobState, now: number): boolean {
  return now > job.registeredAt + UPLOAD_LIFETIME_MS;
}

/** The headers that were signed: an upload must bring each of them as it is. */
export function uploadHeaders(job: FlowJobState): Record<string, string> {
  return {
    'content-type': 'application/yaml',
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-meta-job-id': job.id,
  };
}

/** What a storage that isn't part of the API says when it refuses: XML. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function checkHeaders(headers: IncomingHttpHeaders, job: FlowJobState): void {
  const signed = uploadHeaders(job);
  if (headers.authorization !== undefined) {
    throw new UploadRefused(400, 'InvalidArgument', 'A presigned upload takes no Authorization header.');
  }
  for (const [name, value] of Object.entries(signed)) {
    if (headers[name] !== value)
      throw new UploadRefused(403, 'SignatureDoesNotMatch', `The header ${name} is not as signed.`);
  }
  const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !(name in signed));
  if (unsigned.length > 0)
    throw new UploadRefused(403, 'AccessDenied', `Headers that were not signed: ${unsigned.join(', ')}`);
}

function findJob(world: World, path: string): { org: OrgState; job: FlowJobState } | undefined {
  const [orgId = '', , jobId = ''] = path.slice(UPLOAD_PREFIX.length).split('/');
  const org = world.findOrg(orgId);
  const job = org?.flowJobs.find(({ id }) => id === jobId);
  return org && job && { org, job };
}

/** The org whose flow an upload brings. */
export function uploadingOrg(world: World, path: string): OrgState | undefined {
  return findJob(world, path)?.org;
}

/** Takes a flow in, which starts its job. A second upload changes nothing. @throws UploadRefused */
export function takeUpload(
  world: World,
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
  source: string,
  injected: FaultOutcome | undefined,
): Answer {
  const found = findJob(world, path);
  if (found?.job.signature !== query.get('X-Amz-Signature')) {
    throw new UploadRefused(403, 'AccessDenied', 'This address was not handed out.');
  }
  const { org, job } = found;
  const now = world.now();
  if (hasUploadExpired(job, now)) throw new UploadRefused(403, 'AccessDenied', 'Request has expired');
  checkHeaders(headers, job);
  if (job.startedAt === undefined) {
    job.source = source;
    job.startedAt = now;
    job.endsAt = now + world.settings.flowJobMs;
    if (injected) job.outcome = injected.outcome;
    if (injected?.messages) job.injectedMessages = injected.messages;
    world.save(org);
  }
  return { status: 200 };
}
