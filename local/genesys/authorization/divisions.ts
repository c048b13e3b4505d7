import { ApiError } from '../http/api-error.ts';
import type { ClientState, DivisionState, OrgState } from '../state/org-state.ts';

/** The division of a queue or a flow that names none. */
export const HOME = 'Home';

/** The divisions of an org in which a client has its role; all of them unless it was given fewer. */
export function divisionsOf(org: OrgState, client: ClientState): DivisionState[] {
  const { divisions: granted } = client;
  return org.divisions.filter(({ name }) => granted === undefined || granted.includes(name));
}

/** Whether a client has its role in that division. */
export function isInReach(org: OrgState, client: ClientState, divisionId: string): boolean {
  return divisionsOf(org, client).some(({ id }) => id === divisionId);
}

/** The name of a division; empty for one that isn't there. */
export function divisionName(org: OrgState, divisionId: string): string {
  return org.divisions.find(({ id }) => id === divisionId)?.name ?? '';
}

/**
 * Refuses a call for an object in a division where the client has no role. Queues are answered with a code of their own.
 * @throws ApiError 403
 */
export function checkDivision(
  { org, client }: { org: OrgState; client: ClientState },
  divisionId: string,
  permission: string,
  code: 'missing.division.permission' | 'missing.division.permissions',
): void {
  if (!isInReach(org, client, divisionId)) throw new ApiError(403, code, [permission, divisionName(org, divisionId)]);
}
