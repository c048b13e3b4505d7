import { FREE_MONTHLY, MONTHLY, PRICES, PRICES_FROM, type Counts, type Used } from './prices.ts';

/** What the jobs of one org use, and a day of the schedules: by themselves, and more for each ready org. */
export interface CountedUse {
  mainJob: Counts;
  again: Counts;
  decommissioning: Counts;
  dayOfNone: Counts;
  dayOfAnOrg: Counts;
}

/** How many of each that is billed by the month the stack has. */
export type MonthlyThings = Readonly<Record<'metric' | 'alarmMetric' | 'dashboard', number>>;

/** The name of the generated part of docs/operations.md. */
export const COSTS_PART = 'costs';

const DAYS_A_MONTH = 30.4;
const FLEETS = [1, 50, 500];
const USED = Object.keys(PRICES) as Used[];

/** What that costs at list prices, in US dollars, with nothing free. */
export function dollarsOf(counts: Counts): number {
  return USED.reduce((sum, name) => sum + counts[name] * PRICES[name].dollars, 0);
}

/** The tables of docs/operations.md: what is used by each, what it costs, and what orgs cost a month. */
export function costTables(use: CountedUse, things: MonthlyThings): string {
  return [usageTable(use), monthTable(use, things), sources()].join('\n\n');
}

function sources(): string {
  const seen = [...new Set(USED.map((name) => PRICES[name].seen))];
  const parts = seen.map((where) => {
    const units = USED.filter((name) => PRICES[name].seen === where).map((name) => PRICES[name].unit);
    return `${where}: ${units.join(', ')}`;
  });
  return `Prices: ${PRICES_FROM}; seen ${parts.join('; ')}.`;
}

function usageTable({ mainJob, again, decommissioning, dayOfNone, dayOfAnOrg }: CountedUse): string {
  const columns = [mainJob, again, decommissioning, dayOfNone, dayOfAnOrg];
  const rows = USED.map((name) => [
    PRICES[name].unit,
    dollars(PRICES[name].dollars * 1e6, 3),
    ...columns.map((counts) => amount(counts[name])),
  ]);
  return table(
    ['', '$ a million', 'main job', 'registered again', 'decommissioning', 'schedules, a day', '+ a ready org, a day'],
    [...rows, ['**dollars**', '', ...columns.map((counts) => `**${dollars(dollarsOf(counts))}**`)]],
  );
}

function monthTable(use: CountedUse, things: MonthlyThings): string {
  const watched = Object.entries(things).reduce(
    (sum, [name, count]) => sum + count * MONTHLY[name as keyof MonthlyThings],
    0,
  );
  const beyondFree = Object.entries(things).reduce(
    (sum, [name, count]) =>
      sum + Math.max(0, count - FREE_MONTHLY[name as keyof MonthlyThings]) * MONTHLY[name as keyof MonthlyThings],
    0,
  );
  const rows = FLEETS.map((orgs) => {
    const once = orgs * dollarsOf(use.mainJob);
    const secrets = orgs * MONTHLY.secret;
    const schedules = DAYS_A_MONTH * (dollarsOf(use.dayOfNone) + orgs * dollarsOf(use.dayOfAnOrg));
    const month = secrets + schedules + watched;
    return [String(orgs), cents(once), cents(secrets), cents(schedules), cents(watched), `**${cents(month)}**`];
  });
  return [
    table(['orgs', 'main job, once', 'secrets, a month', 'schedules, a month', 'watching, a month', 'a month'], rows),
    `Nothing free is taken off. Watching is ${things.metric} metrics (one more for each error name that occurs), ${things.alarmMetric} ` +
      `metrics that alarms look at and ${things.dashboard} dashboard; of a free tier that nothing else uses, ${cents(beyondFree)} is left.`,
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return ['<!-- prettier-ignore -->', line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join(
    '\n',
  );
}

function amount(count: number): string {
  return count >= 100 ? String(Math.round(count)) : String(Math.round(count * 10) / 10);
}

function dollars(value: number, digits = 2): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(digits)));
}

function cents(value: number): string {
  return `$${value.toFixed(2)}`;
}
