import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { followExecution, type ExecutionNews } from '../../../cli/runs/follow-execution.ts';
import type { Pace } from '../../../cli/place/pace.ts';

const AT_ONCE: Pace = { firstMs: 0, factor: 1, longestMs: 0 };

describe('following an execution', () => {
  const at = new Date('2026-03-01T09:00:00Z');
  const entered = (id: number, name: string, type: HistoryEvent['type'] = 'TaskStateEntered'): HistoryEvent => ({
    id,
    type,
    timestamp: at,
    stateEnteredEventDetails: { name },
  });
  const HISTORY: HistoryEvent[] = [
    { id: 1, type: 'ExecutionStarted', timestamp: at },
    entered(2, 'ClaimLabOrg'),
    { id: 3, type: 'TaskScheduled', timestamp: at },
    {
      id: 4,
      type: 'TaskFailed',
      timestamp: at,
      taskFailedEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        error: 'ClaimSettling',
        cause: '{"errorMessage":"wait"}',
      },
    },
    { id: 5, type: 'TaskScheduled', timestamp: at },
    entered(6, 'IsClaimHeld', 'ChoiceStateEntered'),
    entered(7, 'VerifyOrgAccess'),
  ];

  const stepFunctions = mockClient(SFNClient);
  beforeEach(() => {
    stepFunctions.reset();
  });
  afterAll(() => {
    stepFunctions.restore();
  });

  /** Each look sees so many events of the history, in pages of two. */
  function historyGrows(...lengths: number[]): void {
    let known = 0;
    stepFunctions.on(GetExecutionHistoryCommand).callsFake(({ nextToken }: { nextToken?: string }) => {
      if (nextToken === undefined) known = lengths.shift() ?? HISTORY.length;
      const from = Number(nextToken ?? 0);
      const to = Math.min(from + 2, known);
      return { events: HISTORY.slice(from, to), ...(to < known ? { nextToken: String(to) } : {}) };
    });
  }

  it('tells every stage and every failed try once, in order, and how it ended', async () => {
    historyGrows(2, 4, 4, 7);
    stepFunctions
      .on(DescribeExecutionCommand)
      .resolvesOnce({ status: 'RUNNING' })
      .resolvesOnce({ status: 'RUNNING' })
      .resolvesOnce({ status: 'RUNNING' })
      .resolves({ status: 'SUCCEEDED', output: '{"done":true}' });
    const news: ExecutionNews[] = [];
    const end = await followExecution(new SFNClient({ region: 'eu-west-2' }), 'arn', (one) => news.push(one), AT_ONCE);
    expect(news).toEqual([
      { kind: 'entered', stage: 'ClaimLabOrg', at },
      { kind: 'failed once', stage: 'ClaimLabOrg', error: 'ClaimSettling', message: 'wait', at },
      { kind: 'entered', stage: 'IsClaimHeld', at },
      { kind: 'entered', stage: 'VerifyOrgAccess', at },
    ]);
    expect(end).toEqual({
      status: 'SUCCEEDED',
      error: undefined,
      message: undefined,
      output: { done: true },
      stages: ['ClaimLabOrg', 'VerifyOrgAccess'],
      stateTransitions: 5,
    });
  });

  it('reads the history of an execution that ended before the first look', async () => {
    historyGrows(7);
    stepFunctions.on(DescribeExecutionCommand).resolves({
      status: 'FAILED',
      error: 'WrongOrg',
      cause: '{"errorMessage":"not this org"}',
    });
    const end = await followExecution(new SFNClient({ region: 'eu-west-2' }), 'arn', () => undefined, AT_ONCE);
    expect(end).toMatchObject({ status: 'FAILED', error: 'WrongOrg', message: 'not this org', output: null });
    expect(end.stages).toEqual(['ClaimLabOrg', 'VerifyOrgAccess']);
  });
});
