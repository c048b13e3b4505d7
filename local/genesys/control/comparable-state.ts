import type { SimulatorState } from './simulator-state.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// What is a moment in time: told apart, so that two runs of the same thing can be compared.
const isMoment = (key: string): boolean => key === 'now' || key === 'at' || /^(date|timestamp)/.test(key);

// What is drawn at random, and so is another in each run; those of a seed are not.
const RANDOM_ID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** What has a name of its own comes in the order of that name. */
function sortKey(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const { name, phoneNumber, clientId, at, id } = value as Record<string, unknown>;
  const key = [name, phoneNumber, clientId, at, id].find((each) => typeof each === 'string');
  return typeof key === 'string' ? key : '';
}

/**
 * The state in a form that two runs can be compared in: members by name, lists of things with a name in the order of
 * those, ids drawn at random replaced by the order in which they occur, and the moments apart, by the path to each.
 */
export function comparableState(state: SimulatorState): { state: object; times: Record<string, string> } {
  const times: Record<string, string> = {};
  const ids = new Map<string, string>();
  const orgIds = new Set(state.orgs.map(({ id }) => id));
  const idOf = (id: string): string => {
    if (orgIds.has(id)) return id;
    const known = ids.get(id) ?? `id-${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  const rewritten = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return value.replaceAll(RANDOM_ID, idOf);
    if (Array.isArray(value)) {
      const sorted = value.some((each) => sortKey(each) !== '')
        ? [...(value as unknown[])].sort((a, b) => byText(sortKey(a), sortKey(b)))
        : (value as unknown[]);
      return sorted.map((each, index) => rewritten(each, `${path}/${index}`));
    }
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).sort(([a], [b]) => byText(a, b));
    return Object.fromEntries(
      members.flatMap(([key, member]: [string, unknown]) => {
        if (!isMoment(key)) return [[key, rewritten(member, `${path}/${key}`)]];
        times[`${path}/${key}`] = String(member);
        return [];
      }),
    );
  };
  return { state: rewritten(state, '') as object, times };
}
