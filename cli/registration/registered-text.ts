import { secretName } from '../../src/workflow/names.ts';
import type { LabOrgRecord } from '../../src/ledger/lab-org-record.ts';
import { channelLines, textLine } from '../orgs/org-text.ts';
import { detailOf } from '../orgs/org-view.ts';
import type { Place } from '../place/place.ts';
import { moneyText } from '../plan/plan-costs.ts';
import type { PriceTable } from '../plan/price-table.ts';
import { findText, phone } from '../screen/phone.ts';
import { labelled, wrapped } from '../screen/wrapped.ts';
import { quoted } from '../screen/quoted.ts';

/** What a registration came to, beside what the ledger says. */
export interface Registered {
  /** Under which the ledger keeps the verification. */
  verificationId: string;
  hasBought: boolean;
  genesysCalls: number;
  seconds: number;
}

/** What a person may want to do then. */
const NEXT = [
  ['status', 'what it has now'],
  ['audit', 'every change, with its cost'],
  ['verify', 'another test text'],
  ['decommission', 'ends what it costs'],
] as const;

/** A registration that was followed to its end: what the org has, the text as a phone shows it, what it took and costs. */
export async function registeredText(
  place: Place,
  record: LabOrgRecord,
  { verificationId, hasBought, genesysCalls, seconds }: Registered,
  { aws }: PriceTable,
): Promise<string> {
  const { genesysOrgId, registration, status } = record;
  const { name } = registration;
  const org = detailOf(record, [], Date.now());
  // In an account, the last lines come seconds after they are written.
  const late = place.laptop === undefined ? ' as far as the log lines have come' : '';
  return [
    '',
    wrapped(`${name} is ${status}.`),
    '',
    ...channelLines(org),
    labelled('text', textLine(org)),
    '',
    await textAsSeen(place, genesysOrgId, record.verifications[verificationId]?.messageId),
    labelled(
      'bought',
      hasBought
        ? 'one number; on a real org it is billed every month until it is released'
        : 'nothing: number, queue, flow and route were found as they should be',
    ),
    labelled('calls', `${genesysCalls} to Genesys${late}, in ${seconds.toFixed(1)} s`),
    labelled(
      'cost',
      `on AWS about ${moneyText(aws.perRun, aws.currency)} for this, and ${moneyText(aws.secretPerMonth, aws.currency)} a month for the secret; ` +
        "the number's monthly charge and the text are in your Genesys contract",
    ),
    '',
    'Next:',
    ...NEXT.map(([command, does]) => `  ${`npx lab-sms ${command} ${quoted(name)}`.padEnd(48)} ${does}`),
  ].join('\n');
}

/** Only a simulated Genesys Cloud has a phone to look at; of a real text it is told where it went, and the number to no one. */
async function textAsSeen({ laptop }: Place, genesysOrgId: string, messageId: string | undefined): Promise<string> {
  if (messageId === undefined) return '';
  if (laptop === undefined)
    return `${wrapped(`  The text went to the testSmsTo of the secret ${secretName(genesysOrgId)}: look at that phone.`, '  ')}\n`;
  const text = await findText(laptop.genesysUrl, messageId);
  return text === undefined ? '' : `${phone(text)}\n`;
}
