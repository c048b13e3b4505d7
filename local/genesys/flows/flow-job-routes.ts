import { randomBytes, randomUUID } from 'node:crypto';
import type { Models } from 'purecloud-platform-client-v2';
import * as z from 'zod/mini';
import { ApiError } from '../http/api-error.ts';
import { optional, parseBody } from '../http/request-body.ts';
import { ok, param } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import { LIMITS, withoutOldest } from '../state/limits.ts';
import type { FlowJobState } from '../state/org-state.ts';
import { hasUploadExpired, uploadHeaders, uploadPath } from './flow-upload.ts';

const PATH = '/api/v2/flows/jobs';
const RegisterArchitectJobRequest = z.strictObject({ createStubs: optional(z.boolean()) });

function registerJob(call: Call): Models.RegisterArchitectJobResponse {
  const { org, client, world, injected } = call;
  if (call.body !== undefined) parseBody(RegisterArchitectJobRequest, 'RegisterArchitectJobRequest', call.body);
  const job: FlowJobState = {
    id: randomUUID(),
    signature: randomBytes(24).toString('hex'),
    registeredAt: world.now(),
    clientId: client.clientId,
    outcome: injected?.outcome ?? 'Completed',
    ...(injected?.messages === undefined ? {} : { injectedMessages: injected.messages }),
  };
  const isOver = (each: FlowJobState): boolean =>
    each.startedAt === undefined ? hasUploadExpired(each, world.now()) : each.result !== undefined;
  org.flowJobs = [...withoutOldest(org.flowJobs, LIMITS.endedFlowJobs, isOver), job];
  return {
    id: job.id,
    presignedUrl: `${call.baseUrl}${uploadPath(org, job)}`,
    headers: uploadHeaders(job),
    selfUri: `${PATH}/${job.id}`,
  };
}

function jobStatus(job: FlowJobState): 'Registered' | 'Started' | 'Success' | 'Failure' {
  if (job.result) return job.result.isSuccess ? 'Success' : 'Failure';
  return job.startedAt === undefined ? 'Registered' : 'Started';
}

function jobState(call: Call): Models.ArchitectJobStateResponse {
  const id = param(call, 'jobId');
  const job = call.org.flowJobs.find((each) => each.id === id);
  if (!job) throw new ApiError(404, 'general.resource.not.found', [id.slice(0, 80)]);
  const { result, endedAt = 0 } = job;
  const messages = (result?.messages ?? []).map((text): Models.ArchitectJobMessage => {
    return { dateTime: new Date(endedAt).toISOString(), type: 'Error', text };
  });
  return {
    id: job.id,
    status: jobStatus(job),
    command: 'Publish',
    ...(result?.flowId === undefined ? {} : { flow: { id: result.flowId, selfUri: `/api/v2/flows/${result.flowId}` } }),
    ...(call.query.list('expand').includes('messages') ? { messages } : {}),
    selfUri: `${PATH}/${job.id}`,
  };
}

/** Flow jobs: register, upload (see flow-upload.ts), look. */
export const flowJobRoutes: readonly Route[] = [
  {
    operation: 'postFlowsJobs',
    method: 'POST',
    path: PATH,
    permissions: ['architect:job:create'],
    handle: (call) => ({ status: 202, body: registerJob(call) }),
  },
  {
    operation: 'getFlowsJob',
    method: 'GET',
    path: `${PATH}/{jobId}`,
    permissions: ['architect:job:view'],
    handle: (call) => ok(jobState(call)),
  },
];
