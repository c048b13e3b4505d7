/** What is known of an answer besides its body. */
export interface AnswerFacts {
  status: number | undefined;
  correlationId: string | undefined;
}

const factsByBody = new WeakMap<object, AnswerFacts>();

/** Remembers the facts of an answer under its body, for as long as the body lives, and returns the body. */
export function rememberAnswer(body: unknown, facts: AnswerFacts): unknown {
  // An answer without a body gets an object of its own, so that its correlation id can be asked for all the same.
  const result = body ?? {};
  if (typeof result === 'object') factsByBody.set(result, facts);
  return result;
}

/** The ININ-Correlation-Id of the answer that a client call resolved to; undefined where Genesys sent none. */
export function correlationIdOf(result: object): string | undefined {
  return factsByBody.get(result)?.correlationId;
}

/** The HTTP status of the answer that a client call resolved to; undefined for an object that is no such answer. */
export function statusOf(result: object): number | undefined {
  return factsByBody.get(result)?.status;
}

/** The correlation id of a call whose answer has no body of interest, such as a deletion. */
export async function correlationIdOfCall(call: Promise<unknown>): Promise<string | undefined> {
  const answer = await call;
  return typeof answer === 'object' && answer !== null ? correlationIdOf(answer) : undefined;
}
