import { CommandError } from '../command-line/command-error.ts';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The moment that `--since` means, in milliseconds since 1970: `7d`, `12h` and `30m` before now, or a date in ISO 8601.
 * @throws CommandError
 */
export function sinceMs(given: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(given) ?? [];
  if (count !== undefined) return now - Number(count) * (UNITS_MS[unit] ?? 0);
  const moment = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new CommandError(
    `--since "${given}" is no time.`,
    'Give how far to look back, as 7d, 12h or 30m; or a date, as 2026-11-01 or 2026-11-01T08:00:00Z.',
  );
}
