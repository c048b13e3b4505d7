import { html, type Html } from '../../local/genesys/page/html.ts';
import type { AuditedRun } from './audit-trail.ts';
import { duration } from '../screen/duration.ts';
import { timeScale } from './time-scale.ts';

const LABELS = 210;
const CHART = 700;
const RIGHT = 130;
const ROW = 26;
const TOP = 30;
const BAR = 14;
/** A bar is never so thin that it can't be seen. */
const THINNEST = 4;

type Invocation = AuditedRun['stages'][number];

/** The stages of a run as a picture: a row for each stage, a bar for each of its invocations, waits as dashed lines between. */
export function timeline({ stages, began }: AuditedRun): Html {
  const rows = [...Map.groupBy(stages, ({ stage }) => stage)];
  const work = stages.map((each) => ({ from: Date.parse(each.began), to: Date.parse(each.ended) }));
  const scale = timeScale(work, CHART);
  const height = TOP + rows.length * ROW + 12;
  const x = (moment: string): number => LABELS + scale.x(Date.parse(moment));
  const ended = stages.at(-1)?.ended ?? began;
  return html`<svg viewBox="0 0 ${LABELS + CHART + RIGHT} ${height}" role="img" aria-label="Timeline of the stages">
    <line class="grid" x1="${LABELS}" y1="${TOP - 8}" x2="${LABELS + CHART}" y2="${TOP - 8}" />
    <text class="soft" x="${LABELS}" y="14">${clockTime(began)}</text>
    <text class="soft" x="${LABELS + CHART}" y="14" text-anchor="end">${clockTime(ended)}</text>
    ${scale.cuts.map(
      ({ at, ms }) =>
        html`<line
            class="grid"
            stroke-dasharray="2 4"
            x1="${rounded(LABELS + at)}"
            y1="${TOP - 8}"
            x2="${rounded(LABELS + at)}"
            y2="${height - 8}"
          />
          <text class="soft" x="${rounded(LABELS + at)}" y="14" text-anchor="middle">… ${duration(ms)} …</text>`,
    )}
    ${rows.map(([stage, invocations], index) => row(stage, invocations, TOP + index * ROW, x))}
  </svg>`;
}

function row(stage: string, invocations: readonly Invocation[], y: number, x: (moment: string) => number): Html {
  const [first] = invocations;
  const last = invocations.at(-1);
  if (first === undefined || last === undefined) return html``;
  const middle = y + BAR / 2;
  const waits = invocations.slice(1).map((next, index) => {
    const from = invocations[index]?.ended ?? next.began;
    const waited = duration(Date.parse(next.began) - Date.parse(from));
    return html`<line class="wait" x1="${rounded(x(from))}" y1="${middle}" x2="${rounded(x(next.began))}" y2="${middle}"
      ><title>waited ${waited}</title></line
    >`;
  });
  const bars = invocations.map((each) => {
    const width = Math.max(THINNEST, x(each.ended) - x(each.began));
    return html`<rect
      class="${each.outcome}"
      x="${rounded(x(each.began))}"
      y="${y}"
      width="${rounded(width)}"
      height="${BAR}"
      rx="2"
      ><title>${said(each)}</title></rect
    >`;
  });
  const all = duration(Date.parse(last.ended) - Date.parse(first.began));
  const times = invocations.length === 1 ? '' : `, ${invocations.length} times`;
  const mark =
    last.outcome === 'failed'
      ? html`<text class="failed" x="${LABELS - 8}" y="${y + 11}" text-anchor="end">✕</text>`
      : html``;
  return html`<text x="10" y="${y + 11}">${stage}</text>${mark}${waits}${bars}
    <text class="soft" x="${LABELS + CHART + 10}" y="${y + 11}">${all}${times}</text> `;
}

function said({ stage, began, outcome, errorName, message }: Invocation): string {
  return `${stage} at ${began}: ${outcome}${errorName === null ? '' : ` (${errorName}: ${message})`}`;
}

function clockTime(moment: string): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 19)} UTC`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
