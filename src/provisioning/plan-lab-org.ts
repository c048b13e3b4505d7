import type { GenesysConnection } from '../genesys/connection.ts';
import type { LabOrgRecord } from '../ledger/lab-org-record.ts';
import type { SpendCount, SpendLimits } from '../ledger/spend.ts';
import { PLANNED_THINGS, type Plan } from '../workflow/plan.ts';
import type { ErrorName } from '../workflow/error-names.ts';
import { isOfTheOrg } from './check-access.ts';
import type { FlowSource } from './flow-source.ts';
import { orgLabel } from './org-work.ts';
import { planNumber } from './plan-number.ts';
import { planTestText, type TextSurroundings } from './plan-test-text.ts';
import { planAccess, planFlow, planLease, planQueue, planRoute, unseen, type SeenOrg } from './plan-things.ts';
import type { Problem } from './problems.ts';
import { threadingDifference } from './routing-check.ts';
import { allProblems, Looks, surveyOrg } from './survey-org.ts';

/** An org that somebody asks about, as its record would be, and what there is to look at it with. Nothing here can write. */
export interface PlanWork {
  readonly record: LabOrgRecord;
  /** Whether the ledger knows the org; else the record was made up out of the registration. */
  readonly isRegistered: boolean;
  readonly source: FlowSource;
  readonly limits: SpendLimits;
  readonly counts: (day: string) => Promise<SpendCount>;
  readonly textsADay: number;
  /** Opens a connection to the org, with its own secret. */
  readonly connect: () => Promise<Connected>;
}

/** An org whose credentials work, and what its secret says of the test text. */
export interface Connected extends Pick<TextSurroundings, 'testSmsTo' | 'digest'> {
  genesys: GenesysConnection;
}

/** What is known without a look at the org. */
type Opening = Pick<Plan, 'genesysOrgId' | 'name' | 'genesysRegion' | 'status' | 'heldBy'>;

/** Problems of the number: it is refused, and nothing is searched for. */
const OF_THE_NUMBER: readonly ErrorName[] = ['SmsPhoneNumberNotOwned', 'SmsPhoneNumberChangeRefused', 'NumberMissing'];

/**
 * What provisioning would do to an org, with GET calls only, by the very checks of its stages: every problem at once, also those
 * that keep it from looking at all. What is wrong with AWS or with this function itself is thrown.
 */
export async function planLabOrg(work: PlanWork): Promise<Plan> {
  const { record, isRegistered } = work;
  const { genesysOrgId, registration, claim, status } = record;
  const { name, genesysRegion } = registration;
  const opening: Opening = {
    genesysOrgId,
    name,
    genesysRegion,
    status: isRegistered ? status : 'not registered',
    heldBy: claim === undefined || claim.ended !== undefined ? null : claim.executionArn,
  };
  try {
    return { ...opening, ...(await lookAndPlan(work, await work.connect())) };
  } catch (error) {
    if (!isOfTheOrg(error)) throw error;
    return {
      ...opening,
      permissions: 'not checked',
      lacking: [],
      things: PLANNED_THINGS.map((thing) =>
        thing === 'access'
          ? { thing, now: 'none', planned: 'refused: see below', action: 'refused' }
          : thing === 'lease'
            ? planLease(record)
            : unseen(thing),
      ),
      number: { ...requestOf(record), smsPhoneNumber: null, charge: 'unknown' },
      sendsText: null,
      problems: [{ name: error.name as ErrorName, message: withoutLabel(record, error.message) }],
      hints: [],
    };
  }
}

async function lookAndPlan(
  work: PlanWork,
  { genesys, testSmsTo, digest }: Connected,
): Promise<Omit<Plan, keyof Opening>> {
  const { record, source } = work;
  const looks = new Looks();
  const survey = await surveyOrg({ genesys, record }, source, looks);
  const isNumberRefused = survey.problems.some((problem) => OF_THE_NUMBER.includes(problem.name));
  const number = await planNumber({ ...work, genesys }, isNumberRefused, looks);
  const threading = await looks.take(async () => (await threadingDifference(genesys)) ?? 'as promised');
  const seen: SeenOrg = { record, source, survey, looks, number };
  const routing = [planFlow(seen), number.thing, planQueue(seen), planRoute(seen)];
  const text = planTestText(
    { record, testSmsTo, digest, textsADay: work.textsADay },
    routing.every(({ action }) => action === 'nothing'),
  );
  const problems: Problem[] = [
    ...allProblems(survey, looks),
    ...(number.problem === undefined ? [] : [number.problem]),
  ];
  const threads =
    threading === undefined || threading === 'as promised' ? [] : [`The verification would fail: ${threading.words}.`];
  const { lacking } = survey;
  return {
    permissions: lacking === 'not checked' ? lacking : lacking.length === 0 ? 'complete' : 'lacking',
    lacking: lacking === 'not checked' ? [] : [...lacking],
    number: { ...requestOf(record), smsPhoneNumber: number.smsPhoneNumber ?? null, charge: number.charge },
    things: [planAccess(seen), ...routing, text.thing, planLease(record)],
    sendsText: text.isSent,
    problems,
    hints: [...text.hints, ...threads],
  };
}

function requestOf({ registration }: LabOrgRecord): Pick<Plan['number'], 'countryCode' | 'phoneNumberType'> {
  const { countryCode, phoneNumberType } = registration.sms;
  return { countryCode, phoneNumberType };
}

function withoutLabel(record: LabOrgRecord, message: string): string {
  const label = `Org ${orgLabel(record)}: `;
  return message.startsWith(label) ? message.slice(label.length) : message;
}
