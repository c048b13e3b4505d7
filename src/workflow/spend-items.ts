/** The ledger item that holds the numbers bought and not released since. */
export const SPEND_TOTAL = 'spend#total';

/** The ledger item of one UTC day (`2026-11-23`), which holds the numbers that were asked for on it. */
export function spendOfDay(day: string): string {
  return `spend#${day}`;
}
