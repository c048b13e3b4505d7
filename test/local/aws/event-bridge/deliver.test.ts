import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliver, UndeliverableError, type TargetStarter } from '../../../../local/aws/event-bridge/delivery.ts';
import { busEvent } from '../../../../local/aws/event-bridge/event.ts';
import { compileTargetInput } from '../../../../local/aws/event-bridge/target-input.ts';
import { arn } from '../../../../local/aws/identity.ts';
import { QueueStore } from '../../../../local/aws/sqs/queue-store.ts';
import type { RuleResource, RuleTarget, TargetInput } from '../../../../local/aws/template/stack.ts';
import { VirtualClock } from '../../../../local/clock.ts';

const EVENT = busEvent({ id: 'e', source: 's', detailType: 'd', timeMs: 0, resources: [], detail: { name: 'x' } });

function targetWith(input: TargetInput): RuleTarget {
  const deadLetterQueueArn = arn('sqs', 'letters');
  const policy = { maximumEventAgeSeconds: 3600, maximumRetryAttempts: 3 };
  return { id: 'T', arn: arn('states', 'stateMachine:m'), input, deadLetterQueueArn, ...policy };
}

const RULE: RuleResource = {
  name: 'r',
  arn: arn('events', 'rule/r'),
  busName: 'default',
  isEnabled: true,
  pattern: {},
  targets: [],
};

describe('delivering an event to a target', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-sms-queues-'));
  const clock = new VirtualClock();
  const queues = new QueueStore(folder, clock);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function deliverWith(start: TargetStarter, lifetime = new AbortController().signal): Promise<void> {
    const target = targetWith({ kind: 'event' });
    const delivery = { rule: RULE, target, inputOf: compileTargetInput(RULE, target), start };
    await deliver(delivery, { busName: 'default', acceptedAt: clock.now(), event: EVENT }, { clock, queues, lifetime });
  }

  it('is repeated within the retry policy, then ends in the dead-letter queue', async () => {
    let attempts = 0;
    await deliverWith(() => {
      attempts += 1;
      throw new Error('out of order');
    });
    expect(attempts).toBe(4);
    expect(queues.messages('letters').at(-1)?.attributes).toMatchObject({
      ERROR_MESSAGE: 'out of order',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });

  it('is not repeated where repeating is of no use', async () => {
    let attempts = 0;
    await deliverWith(() => {
      attempts += 1;
      throw new UndeliverableError('NO_RESOURCE', 'gone');
    });
    expect(attempts).toBe(1);
    expect(queues.messages('letters').at(-1)?.attributes).toMatchObject({
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: 'gone',
    });
  });

  it('is given up without a dead letter when the world closes, since the next start delivers it', async () => {
    const closing = new AbortController();
    const before = queues.messages('letters').length;
    await deliverWith(() => {
      closing.abort();
      throw new Error('closing');
    }, closing.signal);
    expect(queues.messages('letters')).toHaveLength(before);
  });

  it.each<[string, TargetInput, string]>([
    ['the whole event', { kind: 'event' }, JSON.stringify(EVENT)],
    ['the part at an InputPath', { kind: 'path', path: '$.detail.name' }, '"x"'],
    ['a constant', { kind: 'constant', text: '{"a":1}' }, '{"a":1}'],
  ])('gives the target %s', (_title, input, expected) => {
    expect(compileTargetInput(RULE, targetWith(input))(EVENT)).toBe(expected);
  });
});
