import type { Models } from 'purecloud-platform-client-v2';
import { architectApi } from '../genesys/apis/architect-api.ts';
import { GenesysError, GenesysPermissionError } from '../genesys/errors.ts';
import { correlationIdOf } from '../genesys/responses.ts';
import { lockHolder } from './message-flow.ts';
import { orgError, type OrgWork } from './org-work.ts';

const CHANGE = 'unlock message flow';

/**
 * Takes the lock off a flow that somebody holds, only where the registration says `unlockFlow`; what they had not saved is
 * lost to them. Without an answer the stage is tried again and looks first.
 * @throws StageError MessageFlowLocked where Genesys doesn't let this client; GenesysAmbiguousOutcomeError (retried)
 */
export async function unlockMessageFlow(work: OrgWork, flow: Models.Flow | undefined): Promise<void> {
  const holder = flow === undefined ? undefined : lockHolder(flow);
  const id = flow?.id;
  if (holder === undefined || id === undefined || !work.record.registration.unlockFlow) return;
  const change = { change: CHANGE, resourceId: id, before: { lockedBy: holder } } as const;
  work.audit({ phase: 'intended', ...change, after: null });
  try {
    const answer = await architectApi(work.genesys).postFlowsActionsUnlock(id);
    work.audit({ phase: 'done', ...change, after: null, correlationId: correlationIdOf(answer) });
  } catch (error) {
    if (!(error instanceof GenesysError)) throw error;
    const isRefused = error instanceof GenesysPermissionError;
    work.audit({ phase: isRefused ? 'refused' : 'in doubt', ...change, correlationId: error.correlationId });
    if (!isRefused) throw error;
    throw orgError(
      'MessageFlowLocked',
      work.record,
      `the inbound message flow "${flow?.name ?? ''}" (${id}) is locked by ${holder}, and Genesys does not let this client take the lock ` +
        `off: ${error.message} Give its role architect:flow:unlock, or ask ${holder} to save and close the flow, then register again.`,
      error,
    );
  }
}
