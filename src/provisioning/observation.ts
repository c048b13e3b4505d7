import type { FindingName } from '../workflow/findings.ts';

/** What one look of a scheduled check sees of one thing, where it isn't as it should be. */
export interface Observation {
  /** What it is about, within the org: an area and a thing, such as `routing queue`. */
  key: string;
  /** How the thing is; the same again is no news. */
  value: string;
  /** Whether one look is enough; what may pass by itself is reported when it is seen again. */
  isCertain: boolean;
  finding: FindingName;
  resourceId: string;
  message: string;
  expected?: string;
  found?: string;
  correlationId?: string | undefined;
}

/** All that one look sees. */
export interface Look {
  observations: Observation[];
  /** Areas, or keys, that could not be looked at: what is remembered of them stays as it is. */
  unseen: string[];
  /** Whether the routing was looked at, so that what is not seen wrong any more is mended. */
  isRoutingSeen: boolean;
}

/** The key of an observation: the area that it belongs to, and the thing. */
export function observationKey(area: 'routing' | 'number' | 'doubt' | 'lease' | 'access', thing: string): string {
  return `${area} ${thing}`;
}

/** Whether a key is, or lies in, one of these areas. */
export function isIn(areas: readonly string[], key: string): boolean {
  return areas.some((area) => key === area || key.startsWith(`${area} `));
}
