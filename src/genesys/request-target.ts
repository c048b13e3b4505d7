/** Puts path parameters into their places, percent-encoded (`+` becomes `%2B`); throws TypeError for one that is missing or would name another resource. */
export function fillPath(template: string, pathParams: Record<string, unknown>): string {
  return template.replace(/\{([\w-]+)\}/g, (_placeholder, key: string) => {
    const value = asText(key, pathParams[key]);
    // An empty segment turns "one queue" into "all queues", and dots are resolved away by servers on the way.
    if (value === '' || value === '.' || value === '..') {
      throw new TypeError(`The path parameter ${key} of ${template} is empty or not a name.`);
    }
    return encodeURIComponent(value);
  });
}

/** `?a=1&b=2`, arrays repeated, null and undefined left out; an empty string when nothing is left. */
export function queryString(queryParams: Record<string, unknown>): string {
  const pairs = Object.entries(queryParams).flatMap(([key, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values
      .filter((item) => item !== undefined && item !== null)
      .map((item) => `${encodeURIComponent(key)}=${encodeURIComponent(asText(key, item))}`);
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

const SEPARATORS: Readonly<Record<string, string>> = { csv: ',', ssv: ' ', tsv: '\t', pipes: '|' };

/** A list parameter as the SDK's API classes ask for it: `multi` stays a list, every other format is one string. */
export function collectionParam(param: unknown, collectionFormat: string): string[] | string | undefined {
  if (param === undefined || param === null) return undefined;
  const items: unknown[] = Array.isArray(param) ? param : [param];
  const texts = items.map((item) => asText('list', item));
  if (collectionFormat === 'multi') return texts;
  const separator = SEPARATORS[collectionFormat];
  if (separator === undefined) throw new TypeError(`Unknown collection format ${collectionFormat}.`);
  return texts.join(separator);
}

function asText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toJSON();
  throw new TypeError(`The parameter ${name} is not text, number, boolean or date.`);
}
