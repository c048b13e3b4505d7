import Table from 'cli-table3';
import type { Plan } from '../../src/workflow/plan.ts';
import { wrapped } from '../screen/wrapped.ts';
import { costText, total, type Cost } from './plan-costs.ts';
import type { PriceTable } from './price-table.ts';

/** Beside its borders the table fits 80 columns. */
const COLUMN_WIDTHS = [11, 25, 25, 14];

/** A plan as people read it: what is and would be, what it costs, what stands in the way. */
export function planScreen(plan: Plan, costs: readonly Cost[], prices: PriceTable): string {
  const table = new Table({
    head: ['thing', 'now', 'will be', 'costs'],
    colWidths: COLUMN_WIDTHS,
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { thing, now, planned } of plan.things) {
    const cost = costs.find(({ what }) => what === thing);
    table.push([thing, now, planned, cost === undefined ? '' : costText(cost)]);
  }
  return [
    wrapped(`${plan.name} (${plan.genesysOrgId}), ${plan.status}`),
    table.toString(),
    '',
    ...costLines(costs, prices),
    '',
    ...verdict(plan),
  ].join('\n');
}

function costLines(costs: readonly Cost[], { asOf, source, aws }: PriceTable): string[] {
  const indent = ' '.repeat(10);
  const isOfGenesys = costs.some(({ what }) => what === 'number' || what === 'test text');
  const isUnknown = costs.some(({ oneOff, perMonth }) => oneOff === null || perMonth === null);
  return [
    wrapped(`Once      ${total(costs, 'oneOff')}`, indent),
    wrapped(`A month   ${total(costs, 'perMonth')}`, indent),
    ...(isOfGenesys ? [wrapped(`Genesys   of ${asOf}: ${source}`, indent)] : []),
    ...(isUnknown
      ? [wrapped(`${indent}Put the prices of your contract into prices.json, or name a table (--prices).`, indent)]
      : []),
    wrapped(`AWS       of ${aws.asOf}: ${aws.source}`, indent),
  ];
}

function verdict({ problems, hints, things }: Plan): string[] {
  const isNothing = things.every(({ action, thing }) => action === 'nothing' || thing === 'lease');
  const opening =
    problems.length === 0
      ? isNothing
        ? 'There is nothing to do.'
        : 'Nothing stands in the way. Nothing was changed.'
      : `${problems.length === 1 ? 'This stands' : `These ${problems.length} stand`} in the way. Nothing was changed.`;
  return [
    opening,
    ...problems.map(({ name, message }) => wrapped(`- ${name}: ${message}`, '  ')),
    ...hints.map((hint) => wrapped(`Note: ${hint}`, '  ')),
  ];
}
