import type { ScenarioOrg } from '../../scenarios/several-orgs.ts';

/** An org on the command line of `lab-sms register`. */
export function registrationFlags({ id, name }: Pick<ScenarioOrg, 'id' | 'name'>): string[] {
  const flags = { org: id, name, region: 'eu-west-2', country: 'GB', type: 'mobile' };
  return Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
}
