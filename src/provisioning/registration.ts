import { RegistrationSchema, parse, type Registration } from '../workflow/registration.ts';
import { StageError } from '../workflow/stage-error.ts';

/**
 * The registration with its defaults, or every problem of it in one error.
 * @throws StageError InvalidRegistration
 */
export function parseRegistration(input: unknown, knownFlows: readonly string[]): Registration {
  const parsed = parse(RegistrationSchema, input);
  const problems = parsed.ok ? [] : [...parsed.problems];
  const flow = typeof input === 'object' && input !== null ? (input as { flow?: unknown }).flow : undefined;
  if (typeof flow === 'string' && !knownFlows.includes(flow)) {
    problems.push(`flow ("${flow}"): there is no such file in flows/; known are ${knownFlows.join(', ')}`);
  }
  if (parsed.ok && problems.length === 0) return parsed.value;
  const org =
    typeof input === 'object' && input !== null ? (input as { genesysOrgId?: unknown }).genesysOrgId : undefined;
  throw new StageError(
    'InvalidRegistration',
    `The registration can't be used, nothing was changed. ${problems.length === 1 ? 'Mend this' : `Mend these ${problems.length}`} and register ` +
      `${typeof org === 'string' ? `org ${org.slice(0, 80)} ` : ''}again: ${problems.join('; ')}.`,
  );
}
