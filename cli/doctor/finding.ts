import * as z from 'zod/mini';
import { isDenied } from '../place/aws-mistake.ts';
import { toldFailure } from '../command-line/told-failure.ts';

const GET_RIGHTS = 'Whoever manages the account can give the rights in docs/examples/operator-policy.json.';

/** One thing that the doctor has looked at. */
export const FindingSchema = z.strictObject({
  about: z.string(),
  state: z.enum(['ok', 'not ok', 'not checked']),
  says: z.string(),
  /** What to do about it, or how to look at it otherwise; null where it is ok or nothing can be done. */
  mend: z.nullable(z.string()),
});
export type Finding = z.infer<typeof FindingSchema>;

/** What a look comes to: a text where it is ok. */
export type Seen =
  string | { isOk: false; says: string; mend: string } | { isOk: undefined; says: string; mend: string | null };

/** Something that is not as it should be, and what to do about it. */
export function notOk(says: string, mend: string): Seen {
  return { isOk: false, says, mend };
}

/** Something that could not be looked at, why, and how a person can look at it where there is a way. */
export function notChecked(says: string, mend: string | null = null): Seen {
  return { isOk: undefined, says, mend };
}

/** Takes a look. What the credentials may not do is not checked; any other failure is not ok, told as people are told of it. */
export async function lookAt(about: string, look: () => Promise<Seen> | Seen): Promise<Finding> {
  try {
    const seen = await look();
    if (typeof seen === 'string') return { about, state: 'ok', says: seen, mend: null };
    const { says, mend } = seen;
    return { about, state: seen.isOk === false ? 'not ok' : 'not checked', says, mend };
  } catch (error) {
    if (isDenied(error))
      return { about, state: 'not checked', says: 'your AWS credentials may not look at it', mend: GET_RIGHTS };
    const { message, next } = toldFailure(error);
    return { about, state: 'not ok', says: message, mend: next };
  }
}
