import { SPEND_TOTAL, spendOfDay } from '../workflow/spend-items.ts';
import type { LedgerTable } from './ledger-table.ts';

/** How many numbers may be bought a day (UTC), and how many may be had at the same time, over all orgs of a deployment. */
export interface SpendLimits {
  perDay: number;
  inAll: number;
}

/** What came of counting a number: it counts, or which limit is used up. */
export type SpendCount = 'counted' | 'day is full' | 'total is full';

/** Which limit a purchase that is counted now would meet, as things stand: another may be counted first. Changes nothing. */
export async function nextPurchaseCounts(table: LedgerTable, day: string, limits: SpendLimits): Promise<SpendCount> {
  if ((await table.sizeOfSet(spendOfDay(day))) >= limits.perDay) return 'day is full';
  return (await table.sizeOfSet(SPEND_TOTAL)) >= limits.inAll ? 'total is full' : 'counted';
}

/**
 * What one org's purchases count as. Each item is a set of `number org`, so a repeat counts once whatever became of the
 * answer to the first write; the org is in it because two orgs may ask for the same number, and one of them is refused.
 */
export class OrgSpend {
  readonly #table: LedgerTable;
  readonly #genesysOrgId: string;

  constructor(table: LedgerTable, genesysOrgId: string) {
    this.#table = table;
    this.#genesysOrgId = genesysOrgId;
  }

  /** Counts a number on a day and in all; one that is refused by the second limit keeps no place in the first. */
  async count(smsPhoneNumber: string, day: string, limits: SpendLimits): Promise<SpendCount> {
    const member = this.#member(smsPhoneNumber);
    if (!(await this.#table.addToSet(spendOfDay(day), member, limits.perDay))) return 'day is full';
    if (await this.#table.addToSet(SPEND_TOTAL, member, limits.inAll)) return 'counted';
    await this.#table.removeFromSet(spendOfDay(day), member);
    return 'total is full';
  }

  /** The number was definitely not bought: it counts neither on these days nor in all. */
  async giveBack(smsPhoneNumber: string, days: Iterable<string>): Promise<void> {
    for (const day of days) await this.#table.removeFromSet(spendOfDay(day), this.#member(smsPhoneNumber));
    await this.uncount(smsPhoneNumber);
  }

  /** The number was released: its place in the total is free. It stays counted on its day, so that churn is limited too. */
  async uncount(smsPhoneNumber: string): Promise<void> {
    await this.#table.removeFromSet(SPEND_TOTAL, this.#member(smsPhoneNumber));
  }

  #member(smsPhoneNumber: string): string {
    return `${smsPhoneNumber} ${this.#genesysOrgId}`;
  }
}
