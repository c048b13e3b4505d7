/** What differs from one walk to the next whatever the product does, and the name that stands for it. */
const ONE_OF_ITS_KIND: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id'],
  [/\+447700900\d{3}/g, 'number'],
  [/(?<=127\.0\.0\.1:)\d+/g, 'port'],
];
const PASSING: readonly (readonly [pattern: RegExp, stands: string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<moment>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)/g, '<moment>'],
  [/^( +)\d\d:\d\d:\d\d(?= )/gm, '$1<time>'],
  [/ \d+(\.\d+)? (ms|s|min)$/gm, ''],
  [/(?<=after )(\d+ min )?\d+(\.\d+)? s/g, '<while>'],
  // One more look or token, where the machine was slower.
  [/(?<=calls +)\d+(?= to Genesys)/g, '<count>'],
  [/(?<=process )\d+/g, '<process>'],
  [/(?<=>_)[0-9a-f]{16}/g, '<event>'],
  // Whether it comes depends on how long the machine took to get there.
  [/^The newest lines are less than a minute old: more may still be under way\.\n?/gm, ''],
];

/**
 * The screens of one walk with names for what differs from walk to walk: ids, numbers and ports by the order in which they
 * come, so that the same one is the same everywhere; moments and durations for what they are.
 */
export function settledScreens(screens: readonly string[]): string[] {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (kind: string, value: string): string => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const name = `<${kind} ${count}>`;
    names.set(value, name);
    return name;
  };
  return screens.map((screen) => {
    let settled = screen;
    for (const [pattern, kind] of ONE_OF_ITS_KIND)
      settled = settled.replaceAll(pattern, (value) => nameOf(kind, value));
    for (const [pattern, stands] of PASSING) settled = settled.replaceAll(pattern, stands);
    return settled.trimEnd();
  });
}
