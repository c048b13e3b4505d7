import { sendRegistration } from '../../cli/registration/register.ts';
import { ORG_ID, SECRET, registration, seed } from './lab.ts';
import { Scenario, type EndedExecution } from './scenario.ts';
import { ScenarioOrg } from './several-orgs.ts';

/** What a storm came to, as far as it can be counted. */
export interface StormCounts {
  /** Provisionings by how they ended: `SUCCEEDED`, `SUCCEEDED quietly` (somebody else did it), or the status and the error. */
  provisionings: Record<string, number>;
  /** Verifications likewise. */
  verifications: Record<string, number>;
  /** Orgs by the status that the ledger gives them. */
  orgs: Record<string, number>;
  /** Orgs that somebody still holds, or whose verification is still in flight. */
  orgsHeld: number;
  /** Numbers that all orgs own together, and how many different ones they are. */
  numbers: number;
  differentNumbers: number;
  /** Orgs whose one number is not the one of the ledger. */
  orgsWithAnotherNumber: number;
  purchasesAsked: number;
  textsDelivered: number;
  textsSent: number;
  requests: number;
  /** Requests that were answered 429 because their token had used up its minute. */
  rateLimited: number;
  virtualSeconds: number;
}

/** What a storm ended in; to be stopped by the caller. */
export interface Storm {
  scenario: Scenario;
  provisionings: EndedExecution[];
  counts: StormCounts;
}

/** The spend limits of settings.json are for people who try it out. */
const ENOUGH_NUMBERS = { NUMBERS_PER_DAY: '1000', NUMBERS_IN_ALL: '1000' };

/** The same registration event so many times at once. */
export async function stormOfOneEvent(starts: number): Promise<Storm> {
  const scenario = await Scenario.start(seed());
  await scenario.storeSecret(ORG_ID, SECRET);
  const began = scenario.clock.now();
  await Promise.all(Array.from({ length: starts }, () => sendRegistration(scenario.clients, registration())));
  await scenario.idle();
  return ended(scenario, [ORG_ID], began);
}

/** How many orgs, how many requests a minute each token has, and the pattern that all their numbers have to match. */
export interface OrgStormOptions {
  orgs: number;
  requestsPerMinute: number;
  pattern?: string | undefined;
}

/** So many orgs registered at once; all of them buy from the same numbers. */
export async function stormOfOrgs({ orgs: count, requestsPerMinute, pattern }: OrgStormOptions): Promise<Storm> {
  const sms = { countryCode: 'GB', phoneNumberType: 'mobile', ...(pattern === undefined ? {} : { pattern }) };
  const orgs = Array.from(
    { length: count },
    (_, index) => new ScenarioOrg(`Storm ${index + 1}`, index + 1, {}, { sms }),
  );
  const scenario = await Scenario.start(
    { settings: { requestsPerMinute }, orgs: orgs.map((org) => org.seed) },
    { handlerEnvironment: ENOUGH_NUMBERS },
  );
  await Promise.all(orgs.map(({ id, secret }) => scenario.storeSecret(id, secret)));
  const began = scenario.clock.now();
  await Promise.all(orgs.map((org) => sendRegistration(scenario.clients, org.registration)));
  await scenario.idle();
  return ended(
    scenario,
    orgs.map(({ id }) => id),
    began,
  );
}

async function ended(scenario: Scenario, orgIds: readonly string[], began: number): Promise<Storm> {
  const { control } = scenario.genesys;
  const virtualSeconds = Math.round((scenario.clock.now() - began) / 1000);
  const provisionings = await scenario.executions('lab-sms-provisioning');
  const verifications = await scenario.executions('lab-sms-verification');
  const records = await Promise.all(orgIds.map((id) => scenario.ledger(id)));
  const owned = control.state().orgs.map(({ id, phoneNumbers }) => ({
    id,
    numbers: phoneNumbers.map(({ phoneNumber }) => phoneNumber),
  }));
  const numbers = owned.flatMap((org) => org.numbers);
  const requests = control.requests();
  const texts = control.texts();
  const counts = {
    provisionings: tally(provisionings.map(endOf)),
    verifications: tally(verifications.map(endOf)),
    orgs: tally(records.map((record) => record?.status ?? 'not in the ledger')),
    orgsHeld: records.filter((record) => record?.claim !== undefined || record?.verificationInFlight !== undefined)
      .length,
    numbers: numbers.length,
    differentNumbers: new Set(numbers).size,
    orgsWithAnotherNumber: orgIds.filter((id, index) => {
      const known = records[index]?.smsPhoneNumber?.smsPhoneNumber;
      return String(owned.find((org) => org.id === id)?.numbers) !== known;
    }).length,
    purchasesAsked: requests.filter(({ operation }) => operation === 'postRoutingSmsPhonenumbers').length,
    textsSent: texts.length,
    textsDelivered: texts.filter(({ status }) => status === 'delivery-success').length,
    requests: requests.length,
    rateLimited: requests.filter(({ status }) => status === 429).length,
    virtualSeconds,
  };
  return { scenario, provisionings, counts };
}

function endOf({ status, error, stages }: EndedExecution): string {
  if (status !== 'SUCCEEDED') return `${status} ${error ?? ''}`.trim();
  return stages.length === 1 ? 'SUCCEEDED quietly' : 'SUCCEEDED';
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
