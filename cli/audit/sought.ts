import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import { GENESYS_ORG_ID } from '../../src/workflow/registration.ts';
import { CommandError } from '../command-line/command-error.ts';
import { findOrg } from '../orgs/orgs.ts';
import { isDenied } from '../place/aws-mistake.ts';
import { CLOCKS_APART_MS } from '../place/pace.ts';
import type { Place } from '../place/place.ts';
import { describeExecution } from '../runs/describe-execution.ts';

/** What an audit is about. */
export interface Sought {
  about: string;
  /** Of a filter pattern. */
  condition: string;
  /** Whether it exists although the log says nothing of it. */
  isKnown: boolean;
  /**
   * Before which nothing of it can be in the log, in milliseconds since 1970: CloudWatch Logs looks through everything that it
   * has of the time that is asked for. Undefined where nobody knows.
   */
  began: number | undefined;
}

/** One run. Step Functions knows for 90 days when it was started. */
export async function soughtRun(place: Place, runName: string): Promise<Sought> {
  const isArn = runName.startsWith('arn:');
  const arns = isArn
    ? [runName]
    : STATE_MACHINE_NAMES.map((name) => `${executionsOf(place.parts.stateMachineArns[name])}:${runName}`);
  const starts = await Promise.all(arns.map((arn) => startOf(place, arn)));
  const known = starts.filter((start) => start !== undefined);
  return {
    about: `run ${runName}`,
    condition: `$.executionArn = "${isArn ? runName : `*:${runName}`}"`,
    isKnown: false,
    began: known.length === 0 ? undefined : Math.min(...known) - CLOCKS_APART_MS,
  };
}

function executionsOf(stateMachineArn: string): string {
  return stateMachineArn.replace(':stateMachine:', ':execution:');
}

async function startOf({ clients }: Place, executionArn: string): Promise<number | undefined> {
  try {
    return (await describeExecution(clients.stepFunctions, executionArn))?.startDate?.getTime();
  } catch (error) {
    if ((error as Error).name === 'InvalidArn' || isDenied(error)) return undefined;
    throw error;
  }
}

/** ClaimLabOrg writes an org down for good when it registers for the first time, and may have been tried for a while before. */
const BEFORE_REGISTRATION_MS = 24 * 3_600_000;

/** An org. The ledger knows names; an id needs none of it, so that what was done can be read when its record is gone. */
export async function soughtOrg(place: Place, named: string): Promise<Sought> {
  try {
    const { genesysOrgId, registration, registeredAt } = await findOrg(place, named);
    const began = Date.parse(registeredAt) - BEFORE_REGISTRATION_MS;
    const about = `${registration.name} (${genesysOrgId})`;
    return { about, condition: ofOrg(genesysOrgId), isKnown: true, began };
  } catch (error) {
    if (!(error instanceof CommandError) || !GENESYS_ORG_ID.test(named)) throw error;
    return { about: `org ${named}`, condition: ofOrg(named), isKnown: false, began: undefined };
  }
}

function ofOrg(genesysOrgId: string): string {
  return `$.genesysOrgId = "${genesysOrgId}"`;
}
