import { textOf, type Value } from './values.ts';

/** What counts as a number when results are sorted: figures only. */
const FIGURES = /^-?\d+(\.\d+)?$/;

/**
 * The order of `sort`, below 0, 0 or above 0: text before numbers; text by its runs of digits and of other characters,
 * digits by their count and then their value, the rest by code units (CWL_QuerySyntax-Sort). A missing value comes first,
 * which AWS leaves open.
 */
export function sortOrder(left: Value, right: Value): number {
  const [leftText, rightText] = [sortText(left), sortText(right)];
  const areNumbers = [FIGURES.test(leftText), FIGURES.test(rightText)];
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] === true ? 1 : -1;
  if (areNumbers[0] === true) return Number(leftText) - Number(rightText) || byCodeUnits(leftText, rightText);
  const [leftRuns, rightRuns] = [runsOf(leftText), runsOf(rightText)];
  for (const [index, run] of leftRuns.entries()) {
    const order = runOrder(run, rightRuns[index]);
    if (order !== 0) return order;
  }
  return leftRuns.length - rightRuns.length;
}

/** A time sorts as it is shown, which is in its own order. */
function sortText(value: Value): string {
  return textOf(value) ?? '';
}

function runsOf(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function runOrder(left: string, right: string | undefined): number {
  if (right === undefined) return 1;
  const areDigits = /^\d/.test(left) && /^\d/.test(right);
  return (areDigits ? left.length - right.length : 0) || byCodeUnits(left, right);
}

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
