import type { Clock } from '../../clock.ts';
import { parseJson } from '../json.ts';
import type { QueueStore } from '../sqs/queue-store.ts';
import type { RuleResource, RuleTarget } from '../template/stack.ts';
import { nameInArn } from '../template/template-reader.ts';
import type { AcceptedEvent } from './event.ts';
import type { FilledInput } from './input-template.ts';

/** Hands an event's input to one target; throws UndeliverableError when repeating is of no use. */
export type TargetStarter = (input: string, accepted: AcceptedEvent) => void | Promise<void>;

/** A delivery that no repetition can save, with EventBridge's ERROR_CODE. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One target of one rule, ready to take events. */
export interface Delivery {
  rule: RuleResource;
  target: RuleTarget;
  inputOf: FilledInput;
  start: TargetStarter;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** What deliveries need of the world. */
export interface DeliverySurroundings {
  clock: Clock;
  queues: QueueStore;
  /** Aborted when the world closes: what is not delivered by then stays in the journal. */
  lifetime: AbortSignal;
}

interface Problem {
  code: string;
  message: string;
  isFinal: boolean;
}

/** Delivers an event to a target: repeated within its retry policy, then to the dead-letter queue, if it has one. */
export async function deliver(
  delivery: Delivery,
  accepted: AcceptedEvent,
  around: DeliverySurroundings,
): Promise<void> {
  const { clock, lifetime } = around;
  const isClosing = (): boolean => lifetime.aborted;
  const { maximumEventAgeSeconds, maximumRetryAttempts } = delivery.target;
  const tooOldAt = accepted.acceptedAt + maximumEventAgeSeconds * 1000;
  let last: Problem = { code: 'EVENT_TOO_OLD', message: 'The event waited too long to be delivered.', isFinal: false };
  for (let attempt = 0; !isClosing(); attempt += 1) {
    if (clock.now() > tooOldAt) {
      giveUp(delivery, accepted, around.queues, { ...last, condition: 'MaximumEventAgeInSeconds' });
      return;
    }
    const problem = await attemptOnce(delivery, accepted);
    if (problem === undefined || isClosing()) return;
    if (problem.isFinal || attempt >= maximumRetryAttempts) {
      const condition = problem.isFinal ? {} : { condition: 'MaximumRetryAttempts' };
      giveUp(delivery, accepted, around.queues, { ...problem, ...condition });
      return;
    }
    last = problem;
    await clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), lifetime);
  }
}

async function attemptOnce({ inputOf, start }: Delivery, accepted: AcceptedEvent): Promise<Problem | undefined> {
  const input = inputOf(accepted.event);
  if (parseJson(input) === undefined) {
    return { code: 'INVALID_JSON', message: 'The input for the target is not valid JSON.', isFinal: true };
  }
  try {
    await start(input, accepted);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UndeliverableError) return { code: error.code, message, isFinal: true };
    return { code: 'SDK_CLIENT_ERROR', message, isFinal: false };
  }
}

interface Verdict {
  code: string;
  message: string;
  condition?: string;
}

function giveUp({ rule, target }: Delivery, accepted: AcceptedEvent, queues: QueueStore, verdict: Verdict): void {
  if (target.deadLetterQueueArn === undefined) return;
  queues.send(nameInArn(target.deadLetterQueueArn), JSON.stringify(accepted.event), {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: verdict.code,
    ERROR_MESSAGE: verdict.message,
    ...(verdict.condition !== undefined && { EXHAUSTED_RETRY_CONDITION: verdict.condition }),
  });
}
