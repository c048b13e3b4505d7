import { PROVISIONING_STATE_MACHINE_NAME, VERIFICATION_STATE_MACHINE_NAME } from '../../src/workflow/names.ts';
import { PROVISIONING_STAGES, VERIFICATION_STAGES } from '../../src/workflow/stages.ts';
import { followExecution, type ExecutionEnd } from '../runs/follow-execution.ts';
import type { Place } from '../place/place.ts';
import { progressOf } from '../screen/progress.ts';
import { findExecution, sendRegistration, storeSecret } from '../registration/register.ts';

/** One execution that was followed to its end. */
export interface FollowedExecution extends ExecutionEnd {
  executionArn: string;
}

/** What happened to one registration. */
export interface MainJob {
  genesysOrgId: string;
  started: Date;
  seconds: number;
  provisioning: FollowedExecution | undefined;
  verification: FollowedExecution | undefined;
}

/** Stores the secret, puts the registration on the bus, and follows both state machines to their ends. */
export async function runMainJob(place: Place, registration: unknown, secret: string | undefined): Promise<MainJob> {
  const { clients, parts } = place;
  const started = new Date();
  const genesysOrgId = orgIdOf(registration);
  if (secret !== undefined && genesysOrgId !== '') await storeSecret(clients, genesysOrgId, secret);
  const eventId = await sendRegistration(clients, registration, parts.eventBusName);
  const provisioningArn = await findExecution(place, {
    stateMachine: PROVISIONING_STATE_MACHINE_NAME,
    since: started,
    isMeant: (input) => input.eventId === eventId,
  });
  const provisioning = await follow(place, 'Provisioning', PROVISIONING_STAGES, provisioningArn);
  let verification: FollowedExecution | undefined;
  if (provisioning?.stages.includes('RecordProvisioned') && provisioning.status === 'SUCCEEDED') {
    const verificationArn = await findExecution(place, {
      stateMachine: VERIFICATION_STATE_MACHINE_NAME,
      since: started,
      isMeant: (input) => {
        const request = input.request as { provisionedBy?: string } | undefined;
        return request?.provisionedBy === provisioning.executionArn;
      },
    });
    verification = await follow(place, 'Verification', VERIFICATION_STAGES, verificationArn);
  }
  const seconds = (Date.now() - started.getTime()) / 1000;
  // What hangs on the end of an execution (the failure's record, the events) is still under way; in an account nobody can tell.
  await place.laptop?.idle();
  return { genesysOrgId, started, seconds, provisioning, verification };
}

async function follow(
  { clients, pace }: Place,
  title: string,
  stages: readonly string[],
  executionArn: string | undefined,
): Promise<FollowedExecution | undefined> {
  if (executionArn === undefined) return undefined;
  const progress = progressOf(title, stages);
  const end = await followExecution(
    clients.stepFunctions,
    executionArn,
    (news) => {
      progress.tell(news);
    },
    pace,
  );
  await progress.end(end.status === 'SUCCEEDED' ? undefined : `${end.status} ${end.error ?? ''}`.trim());
  return { ...end, executionArn };
}

/** The org that a registration names; empty when it names none. */
export function orgIdOf(registration: unknown): string {
  if (typeof registration !== 'object' || registration === null) return '';
  const { genesysOrgId } = registration as { genesysOrgId?: unknown };
  return typeof genesysOrgId === 'string' ? genesysOrgId : '';
}
