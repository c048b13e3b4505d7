/** The one region of the local world. */
export const REGION = 'eu-central-1';

/** The one account of the local world: no real account has this number. */
export const ACCOUNT_ID = '000000000000';

/** An ARN of the local world's account and region, e.g. `arn('lambda', 'function:claim')`. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
}
