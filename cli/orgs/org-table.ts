import Table from 'cli-table3';
import type { OrgSummary } from './org-view.ts';
import { LINE_WIDTH, printable } from '../screen/wrapped.ts';

const GAP = 1;
const NAME_IS_AT_LEAST = 12;

const HEAD = ['Name', 'State', 'Number', 'Text', 'Lease end', 'Trouble'] as const;

/** The outcomes of a verification in a word that leaves room for the rest. */
const TEXT_WORDS: Record<NonNullable<NonNullable<OrgSummary['verification']>['outcome']>, string> = {
  delivered: 'delivered',
  'sent, receipt pending': 'pending',
  'not sendable yet': 'not yet',
  'no test recipient': 'no phone',
  failed: 'failed',
  unknown: 'unknown',
  'routing wrong': 'misrouted',
};

/** All orgs, a line each, in 80 columns: names are cut where there is no room. */
export function orgTable(orgs: readonly OrgSummary[], heading: (text: string) => string = (text) => text): string {
  const rows = orgs.map(rowOf);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + GAP, 0);
  const nameWidth = Math.max(NAME_IS_AT_LEAST, Math.min(widths[0] ?? 0, LINE_WIDTH - others));
  const table = new Table({
    head: HEAD.map(heading),
    colWidths: [nameWidth, ...widths.slice(1)],
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

function rowOf({ name, status, smsPhoneNumber, verification, leaseUntil, trouble, runs }: OrgSummary): string[] {
  const isGone = status === 'decommissioned';
  const text = verification === null || isGone ? '-' : (verification.outcome ?? 'under way');
  return [
    printable(name).replaceAll('\n', ' '),
    status,
    smsPhoneNumber === null || isGone ? '-' : smsPhoneNumber.smsPhoneNumber,
    text in TEXT_WORDS ? TEXT_WORDS[text as keyof typeof TEXT_WORDS] : text,
    leaseUntil?.slice(0, 10) ?? '-',
    trouble ?? (runs.some(({ state }) => state === 'running') ? 'running' : '-'),
  ];
}
