import { checkDivision } from '../authorization/divisions.ts';
import { missingPermissions } from '../authorization/permissions.ts';
import { ApiError } from '../http/api-error.ts';
import { ok } from '../http/route.ts';
import type { Call, Route } from '../http/route.ts';
import type { FlowState } from '../state/org-state.ts';
import { divisionIdOf, flowBody } from './flow-routes.ts';

const UNLOCK = 'architect:flow:unlock';

/** Takes the lock off, whoever holds it; what they had not saved is lost to them. */
function unlock(call: Call): FlowState {
  // The vendor refuses this one as its editor does, not as its other operations do.
  if (missingPermissions(call.client, [UNLOCK]).length > 0) throw new ApiError(403, 'architect.not.admin.user');
  const id = call.query.one('flow');
  if (id === undefined) throw new ApiError(400, 'constraint.validation', ['flow may not be null']);
  const flow = call.org.flows.find((each) => each.id === id && !each.isDeleted);
  if (!flow) throw new ApiError(404, 'not.found', [`flow ${id.slice(0, 80)}`]);
  checkDivision(call, divisionIdOf(call.org, flow), UNLOCK, 'missing.division.permission');
  delete flow.lockedBy;
  return flow;
}

/** Taking a flow out of somebody's hands. */
export const unlockRoutes: readonly Route[] = [
  {
    operation: 'postFlowsActionsUnlock',
    method: 'POST',
    path: '/api/v2/flows/actions/unlock',
    permissions: [],
    handle: (call) => ok(flowBody(call.org, unlock(call))),
  },
];
