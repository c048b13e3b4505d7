import * as z from 'zod/mini';
import { E164 } from './registration.ts';
import { testSmsTextProblem } from './test-sms-text.ts';

const filled = (what: string) => z.string({ error: what }).check(z.regex(/\S/, { error: what }));

/** What an org's secret holds. Messages about it name fields and never values. */
const SecretSchema = z.looseObject({
  clientId: filled("must be the OAuth client's id"),
  clientSecret: filled("must be the OAuth client's secret"),
  testSmsTo: z.optional(
    z
      .string({ error: 'must be an E.164 number' })
      .check(z.regex(E164, { error: 'must be an E.164 number, such as +447700900123' })),
  ),
  testSmsText: z.optional(z.string({ error: 'must be a text' })),
});

/** The credentials of one org. */
export type OrgSecret = z.infer<typeof SecretSchema>;

/** A secret that can be used, or every problem of it, by field and without any value. */
export type ParsedSecret = { ok: true; value: OrgSecret } | { ok: false; problems: string[] };

/** Holds the text of an org's secret against the rules, for the stages that read it and the command that stores it. */
export function parseOrgSecret(text: string | undefined): ParsedSecret {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    return { ok: false, problems: ['it is not JSON'] };
  }
  const result = SecretSchema.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.message}`);
    return { ok: false, problems };
  }
  const { testSmsText } = result.data;
  const problem = testSmsText === undefined ? undefined : testSmsTextProblem(testSmsText);
  return problem === undefined ? { ok: true, value: result.data } : { ok: false, problems: [`testSmsText ${problem}`] };
}
