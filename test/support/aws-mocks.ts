import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  SFNClient,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';

/** One event on the bus. */
export interface SentEvent {
  bus: string;
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
}

/** What Step Functions knows of an execution; `lastState` is the one that it entered last. */
export interface ExecutionAnswer extends Partial<Omit<DescribeExecutionCommandOutput, 'status'>> {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  lastState?: string;
}

/** Secrets Manager, EventBridge and Step Functions as the stages see them. */
export interface AwsMocks {
  /** Secrets by name, as text. */
  readonly secrets: Map<string, string>;
  /** Executions by ARN: their status, and when they stopped; any other ARN does not exist. */
  readonly executions: Map<string, ExecutionAnswer>;
  /** The events that the bus took. */
  events(): SentEvent[];
  /** Does something while the next secret is being read. */
  beforeNextSecret(action: () => Promise<void>): void;
  /** Lets the bus refuse every entry from now on. */
  refuseEvents(): void;
  /** Lets it take them again. */
  acceptEvents(): void;
  restore(): void;
}

/** Puts mocks in the place of the clients' `send`. */
export function mockAws(): AwsMocks {
  const secrets: AwsMocks['secrets'] = new Map();
  const executions: AwsMocks['executions'] = new Map();
  const sent: SentEvent[] = [];
  let isRefusing = false;
  let beforeSecret: (() => Promise<void>) | undefined;

  const secretsManager = mockClient(SecretsManagerClient);
  secretsManager.on(GetSecretValueCommand).callsFake(async ({ SecretId: name = '' }: { SecretId?: string }) => {
    const action = beforeSecret;
    beforeSecret = undefined;
    await action?.();
    const SecretString = secrets.get(name);
    if (SecretString === undefined) throw new ResourceNotFoundException({ message: 'no such secret', $metadata: {} });
    return { SecretString };
  });
  const stepFunctions = mockClient(SFNClient);
  stepFunctions.on(DescribeExecutionCommand).callsFake(({ executionArn = '' }: { executionArn?: string }) => {
    const found = executions.get(executionArn);
    if (found === undefined) throw new ExecutionDoesNotExist({ message: 'no such execution', $metadata: {} });
    return found;
  });
  stepFunctions.on(GetExecutionHistoryCommand).callsFake(({ executionArn = '' }: { executionArn?: string }) => {
    const found = executions.get(executionArn);
    if (found === undefined) throw new ExecutionDoesNotExist({ message: 'no such execution', $metadata: {} });
    const name = found.lastState;
    const entered = { type: 'TaskStateEntered', stateEnteredEventDetails: { name } };
    return { events: [{ type: 'ExecutionFailed' }, { type: 'TaskFailed' }, ...(name === undefined ? [] : [entered])] };
  });
  const eventBridge = mockClient(EventBridgeClient);
  eventBridge.on(PutEventsCommand).callsFake(({ Entries = [] }: PutEventsCommand['input']) => {
    if (isRefusing)
      return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }] };
    for (const { EventBusName: bus = '', Source: source = '', DetailType: detailType = '', Detail = '{}' } of Entries) {
      sent.push({ bus, source, detailType, detail: JSON.parse(Detail) as SentEvent['detail'] });
    }
    return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'event' })) };
  });

  return {
    secrets,
    executions,
    events: () => [...sent],
    beforeNextSecret: (action) => {
      beforeSecret = action;
    },
    refuseEvents: () => {
      isRefusing = true;
    },
    acceptEvents: () => {
      isRefusing = false;
    },
    restore: () => {
      secretsManager.restore();
      stepFunctions.restore();
      eventBridge.restore();
    },
  };
}
