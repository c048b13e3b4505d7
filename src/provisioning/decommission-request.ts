import { DecommissionRequestSchema, parse, type DecommissionRequest } from '../workflow/registration.ts';
import { StageError } from '../workflow/stage-error.ts';

/**
 * The request of a decommissioning, or every problem of it in one error.
 * @throws StageError InvalidDecommissionRequest
 */
export function parseDecommissionRequest(input: unknown): DecommissionRequest {
  const parsed = parse(DecommissionRequestSchema, input);
  if (parsed.ok) return parsed.value;
  const id =
    typeof input === 'object' && input !== null ? (input as { genesysOrgId?: unknown }).genesysOrgId : undefined;
  const org = typeof id === 'string' ? `to decommission org ${id.slice(0, 80)} ` : '';
  throw new StageError(
    'InvalidDecommissionRequest',
    `The request ${org}can't be used, nothing was changed. Mend it and ask again: ${parsed.problems.join('; ')}.`,
  );
}
