/** A point in time, shown as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
export class Timestamp {
  /** Milliseconds since the epoch. */
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }

  toString(): string {
    return new Date(this.ms).toISOString().replace('T', ' ').replace('Z', '');
  }
}

/** What a field or a calculation gives; undefined when there is none. True and false are 1 and 0. */
export type Value = string | number | Timestamp | undefined;

/** What fits no JavaScript number exactly is compared as text. */
const NUMBER_TEXT = /^[+-]?(?=.{1,16}$)(\d+(\.\d+)?|\.\d+)(e[+-]?\d{1,2})?$/i;

/** A value as a number: also text that is one. Undefined for anything else. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Timestamp) return value.ms;
  if (typeof value === 'string') return NUMBER_TEXT.test(value) ? Number(value) : undefined;
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** A value as the results show it; undefined where they leave it out. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  return value === undefined ? undefined : String(value);
}

/** Tells whether a condition holds: anything but nothing, an empty text and 0. */
export function isTrue(value: Value): boolean {
  return value !== undefined && value !== '' && numberOf(value) !== 0;
}

/**
 * Below 0, 0 or above 0: as numbers where both sides are numbers or text that is one, otherwise as text by code units.
 * Undefined when a side is missing.
 */
export function compareValues(left: Value, right: Value): number | undefined {
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber;
  const [leftText, rightText] = [textOf(left), textOf(right)];
  if (leftText === undefined || rightText === undefined) return undefined;
  return leftText < rightText ? -1 : Number(leftText > rightText);
}
