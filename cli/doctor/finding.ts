import * as z from 'zod/mini';
import { isDenied } from '../place/aws-mistake.ts';
import { toldFailure } from '../command-line/told-failure.ts';

/** One thing that the doctor has looked at. */
export const FindingSchema = z.strictObject({
  about: z.string(),
  state: z.enum(['ok', 'not ok', 'not checked']),
  says: z.string(),
  /** What to do about it; null where it is ok or nothing can be done. */
  mend: z.nullable(z.string()),
});
export type Finding = z.infer<typeof FindingSchema>;

/** What a look comes to: a text where it is ok. */
export type Seen = string | { isOk: false; says: string; mend: string } | { isOk: undefined; says: string };

/** Something that is not as it should be, and what to do about it. */
export function notOk(says: string, mend: string): Seen {
  return { isOk: false, says, mend };
}

/** Something that could not be looked at, and why. */
export function notChecked(says: string): Seen {
  return { isOk: undefined, says };
}

/** Takes a look. What the credentials may not do is not checked; any other failure is not ok, told as people are told of it. */
export async function lookAt(about: string, look: () => Promise<Seen> | Seen): Promise<Finding> {
  try {
    const seen = await look();
    if (typeof seen === 'string') return { about, state: 'ok', says: seen, mend: null };
    const { says } = seen;
    return seen.isOk === false
      ? { about, state: 'not ok', says, mend: seen.mend }
      : { about, state: 'not checked', says, mend: null };
  } catch (error) {
    if (isDenied(error))
      return { about, state: 'not checked', says: 'your AWS credentials may not look at it', mend: null };
    const { message, next } = toldFailure(error);
    return { about, state: 'not ok', says: message, mend: next };
  }
}
