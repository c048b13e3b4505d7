import { ACCOUNT_ID, REGION } from '../identity.ts';
import type { Json, JsonObject } from '../json.ts';

/** An event as rules and targets see it. */
export interface BusEvent extends JsonObject {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: JsonObject;
}

/** An event that a bus has accepted: what must reach its targets, also after a restart. */
export interface AcceptedEvent {
  busName: string;
  /** When the bus took it, in milliseconds since the epoch. */
  acceptedAt: number;
  event: BusEvent;
}

/** What differs between events. */
export interface EventParts {
  id: string;
  source: string;
  detailType: string;
  timeMs: number;
  resources: string[];
  detail: JsonObject;
}

/** An event of this account and region. */
export function busEvent({ id, source, detailType, timeMs, resources, detail }: EventParts): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: ACCOUNT_ID,
    time: new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources,
    detail,
  };
}

/** The value at a plain JSON path (`$`, `$.a.b`, `$.a[0]`), or undefined when there is none. */
export function valueAt(path: string, root: Json): Json | undefined {
  const steps = pathSteps(path);
  let value: Json | undefined = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as JsonObject)[step];
  }
  return value;
}

/** The steps of a plain JSON path; throws on filters, wildcards and everything else. */
export function pathSteps(path: string): string[] {
  if (!/^\$((\.[\w-]+)|(\[\d+\])|(\['[^']+'\]))*$/.test(path)) {
    throw new Error(`the path ${path} is more than the local event bus can read`);
  }
  return [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}
