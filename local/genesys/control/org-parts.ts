import type { FlowState, OrgState, PhoneNumberState, QueueState } from '../state/org-state.ts';
import { InvalidInputError } from '../state/seed.ts';
import type { World } from '../world.ts';

const SEE = 'see GET /control/state';

/** The org of that id. @throws InvalidInputError in the name of `what` */
export function orgOf(world: World, what: string, genesysOrgId: string): OrgState {
  const org = world.findOrg(genesysOrgId);
  if (org) return org;
  throw new InvalidInputError(what, [`genesysOrgId (${genesysOrgId}): no such org; ${SEE}`]);
}

/** A number of an org. @throws InvalidInputError */
export function numberOf(org: OrgState, what: string, phoneNumber: string): PhoneNumberState {
  const number = org.phoneNumbers.find((each) => each.phoneNumber === phoneNumber);
  if (number) return number;
  throw new InvalidInputError(what, [`phoneNumber (${phoneNumber}): not a number of this org; ${SEE}`]);
}

/** The one of an org's things that has that id or, if no other has it as well, that name. */
function oneOf<T extends { id: string; name: string }>(
  what: string,
  kind: string,
  all: readonly T[],
  wanted: string,
): T {
  const withId = all.find(({ id }) => id === wanted);
  const [named, ...others] = all.filter(({ name }) => name === wanted);
  if (withId) return withId;
  if (!named) throw new InvalidInputError(what, [`${kind} (${wanted}): not a ${kind} of this org; ${SEE}`]);
  if (others.length === 0) return named;
  throw new InvalidInputError(what, [`${kind} (${wanted}): ${others.length + 1} have this name; give the id`]);
}

/** A queue by its id or its name. @throws InvalidInputError */
export function queueOf(org: OrgState, what: string, queue: string): QueueState {
  return oneOf(what, 'queue', org.queues, queue);
}

/** A flow that was not deleted, by its id or its name. @throws InvalidInputError */
export function flowOf(org: OrgState, what: string, flow: string): FlowState {
  const there = org.flows.filter(({ isDeleted }) => !isDeleted);
  return oneOf(what, 'flow', there, flow);
}

/** What is wrong with the divisions that somebody names. */
export function divisionProblems(org: OrgState, field: string, names: readonly string[] = []): string[] {
  const there = org.divisions.map(({ name }) => name);
  return names
    .filter((name) => !there.includes(name))
    .map((name) => `${field} (${name}): no such division; this org has ${there.join(', ')}`);
}

/** @throws InvalidInputError when there is a problem */
export function refuseIfAny(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new InvalidInputError(what, problems);
}
