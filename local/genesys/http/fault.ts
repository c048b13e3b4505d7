import type { Outcome } from '../state/org-state.ts';

/** What a fault makes of the asynchronous work that a call starts: a purchase, a flow job, a text. */
export interface FaultOutcome {
  outcome: Exclude<Outcome, 'Completed'>;
  /** The messages of a failed flow job; none when absent. */
  messages?: string[];
}

/** A disturbance of one operation, from its nth call on, for so many calls. */
export interface Fault {
  /** The SDK's name of the operation, or `token`, or `uploadFlow`. */
  operation: string;
  /** The first call of the operation that is disturbed, counted from now; 1 unless given. */
  nth?: number;
  /** How many calls are disturbed; 1 unless given. */
  times?: number;
  /** Only calls of this org count. */
  genesysOrgId?: string;
  /** Answered instead; without `afterEffect` the call has no effect. */
  status?: number;
  code?: string;
  message?: string;
  headers?: Record<string, string>;
  /** A delay in real milliseconds, before or after the call's effect. */
  delayMs?: number;
  delay?: 'before' | 'after';
  /** The connection is reset, before or after the call's effect. */
  reset?: 'before' | 'after';
  /** The answer breaks off in the middle of its body, after the call had its effect. */
  truncate?: boolean;
  /** `status` is answered although the call had its effect. */
  afterEffect?: boolean;
  /** What becomes of the asynchronous work: `Failed`, or `Pending` for ever. */
  outcome?: FaultOutcome['outcome'];
  /** The messages of a flow job whose outcome is `Failed`. */
  messages?: string[];
}

/** The faults that wait for their call. */
export class FaultPlan {
  #faults: { fault: Fault; seen: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  /** Counts a call, and says by which fault it is disturbed, if any. */
  take(operation: string, genesysOrgId: string | undefined): Fault | undefined {
    let taken: Fault | undefined;
    for (const each of this.#faults) {
      const { fault } = each;
      if (fault.operation !== operation) continue;
      if (fault.genesysOrgId !== undefined && fault.genesysOrgId !== genesysOrgId) continue;
      each.seen += 1;
      if (each.seen >= (fault.nth ?? 1)) taken ??= fault;
    }
    this.#faults = this.#faults.filter(({ fault, seen }) => seen < (fault.nth ?? 1) + (fault.times ?? 1) - 1);
    return taken;
  }
}
