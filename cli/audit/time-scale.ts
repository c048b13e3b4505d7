/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

/** A stretch in which nothing happened and that is drawn shorter than it was; its middle on the picture, and its length. */
export interface Cut {
  at: number;
  ms: number;
}

/** Where a moment lies on a picture, and which stretches of it are cut. */
export interface TimeScale {
  x(moment: number): number;
  cuts: Cut[];
}

/** A pause takes no more of the picture than a quarter of all the work and the shorter pauses, and at least this much. */
const PAUSE_IS_AT_LEAST_MS = 60_000;
const SHARE = 0.25;

/** Spreads work over a width; a long pause, such as the night before a redrive, is cut so that the rest can be seen. */
export function timeScale(work: readonly Stretch[], width: number): TimeScale {
  const busy = merged(work);
  const lengths = busy.slice(1).map(({ from }, index) => from - (busy[index]?.to ?? from));
  const worked = busy.reduce((sum, { from, to }) => sum + to - from, 0);
  const usual = [...lengths].sort((a, b) => a - b).slice(0, Math.ceil(lengths.length * 0.8));
  const longest = Math.max(PAUSE_IS_AT_LEAST_MS, SHARE * (worked + usual.reduce((sum, length) => sum + length, 0)));
  const total = Math.max(1, worked + lengths.reduce((sum, length) => sum + Math.min(length, longest), 0));
  const points: [moment: number, drawn: number][] = [];
  const cuts: Cut[] = [];
  let drawn = 0;
  for (const [index, { from, to }] of busy.entries()) {
    const pause = index === 0 ? 0 : (lengths[index - 1] ?? 0);
    const shown = Math.min(pause, longest);
    if (shown < pause) cuts.push({ at: ((drawn + shown / 2) / total) * width, ms: pause });
    drawn += shown;
    points.push([from, drawn]);
    drawn += to - from;
    points.push([to, drawn]);
  }
  return { x: (moment) => (interpolated(points, moment) / total) * width, cuts };
}

function merged(work: readonly Stretch[]): Stretch[] {
  const busy: Stretch[] = [];
  for (const { from, to } of [...work].sort((a, b) => a.from - b.from)) {
    const last = busy.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  return busy;
}

function interpolated(points: readonly (readonly [moment: number, drawn: number])[], moment: number): number {
  const next = points.findIndex(([at]) => at >= moment);
  const [toMoment, toDrawn] = points[next] ?? points.at(-1) ?? [0, 0];
  const [fromMoment, fromDrawn] = points[next - 1] ?? [toMoment, toDrawn];
  if (toMoment === fromMoment || next === -1) return toDrawn;
  return fromDrawn + ((moment - fromMoment) / (toMoment - fromMoment)) * (toDrawn - fromDrawn);
}
