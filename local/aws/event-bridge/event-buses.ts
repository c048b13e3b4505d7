import type { Activity } from '../activity.ts';
import { arn } from '../identity.ts';
import type { NamedResource, RuleResource, RuleTarget } from '../template/stack.ts';
import { deliver, type Delivery, type DeliverySurroundings, type TargetStarter } from './delivery.ts';
import type { AcceptedEvent, BusEvent } from './event.ts';
import { EventJournal } from './event-journal.ts';
import { compilePattern, type EventMatcher } from './event-pattern.ts';
import { compileTargetInput } from './target-input.ts';

/** The bus that AWS services send to, and that every account has. */
export const DEFAULT_BUS = 'default';

/** What the buses need of the world. */
export interface EventBusesOptions extends DeliverySurroundings {
  buses: readonly NamedResource[];
  rules: readonly RuleResource[];
  /** How a target is started; undefined refuses the rule. */
  starterOf: (target: RuleTarget, rule: RuleResource) => TargetStarter | undefined;
  journalFolder: string;
  activity: Activity;
}

interface ReadyRule {
  rule: RuleResource;
  matches: EventMatcher;
  deliveries: Delivery[];
}

/** The event buses of the stack and the default bus, with their rules. Delivery is at least once, also over restarts. */
export class EventBuses {
  readonly buses: readonly NamedResource[];
  readonly rules: readonly RuleResource[];
  readonly #ready: readonly ReadyRule[];
  readonly #journal: EventJournal;
  readonly #options: EventBusesOptions;

  constructor(options: EventBusesOptions) {
    this.#options = options;
    this.buses = [{ name: DEFAULT_BUS, arn: arn('events', `event-bus/${DEFAULT_BUS}`) }, ...options.buses];
    this.rules = options.rules;
    this.#journal = new EventJournal(options.journalFolder);
    this.#ready = options.rules.map((rule) => ({
      rule,
      matches: compilePattern(rule.pattern, `${rule.name}.EventPattern`),
      deliveries: rule.targets.map((target) => this.#delivery(rule, target)),
    }));
  }

  /** Accepts an event: it is on disk when this returns and is delivered from then on. */
  publish(busName: string, event: BusEvent): void {
    const accepted = { busName, acceptedAt: this.#options.clock.now(), event };
    this.#journal.add(accepted);
    this.#deliver(accepted);
  }

  /** Delivers what an earlier process accepted and did not finish. */
  resume(): void {
    for (const accepted of this.#journal.undelivered()) this.#deliver(accepted);
  }

  #deliver(accepted: AcceptedEvent): void {
    const { activity, lifetime } = this.#options;
    const deliveries = this.#ready
      .filter(({ rule, matches }) => rule.isEnabled && rule.busName === accepted.busName && matches(accepted.event))
      .flatMap((ready) => ready.deliveries);
    const isDone = activity.begin();
    // On the next turn: whoever publishes gets its answer first.
    setImmediate(() => {
      void Promise.all(deliveries.map((delivery) => deliver(delivery, accepted, this.#options)))
        .then(() => {
          if (!lifetime.aborted) this.#journal.remove(accepted);
        })
        .finally(isDone);
    });
  }

  #delivery(rule: RuleResource, target: RuleTarget): Delivery {
    const start = this.#options.starterOf(target, rule);
    if (!start) throw new Error(`${rule.name}: the local event bus cannot deliver to ${target.arn}`);
    return { rule, target, inputOf: compileTargetInput(rule, target), start };
  }
}
