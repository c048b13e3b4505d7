import process from 'node:process';
import type { StageRun } from '../../../src/runtime/stage.ts';
import { orgIdOf, stageHandler } from '../../../src/runtime/stage.ts';
import type { StageEvent } from '../../../src/workflow/stage-input.ts';
import { lambdaContext } from '../../support/lab-org.ts';
import { EXECUTION, EXECUTION_ARN, START_TIME } from '../../support/ledger-records.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();
const ORG = '0b9c4a52-7c2f-4d3a-9a55-3f8f1c2d4e01';

const eventOf = (input: StageEvent['input']): StageEvent => ({
  input,
  execution: { id: EXECUTION_ARN, name: EXECUTION, startTime: START_TIME, redriveCount: 2 },
});

const run = <T>(
  act: (run: StageRun) => Promise<T>,
  input: StageEvent['input'] = { registration: { genesysOrgId: ORG } },
) => stageHandler('VerifyOrgAccess', act)(eventOf(input), lambdaContext());

describe('a stage', () => {
  it('writes every line with stage, org, execution, redrive count, event and request', async () => {
    const input = { registration: { genesysOrgId: ORG }, eventId: 'event-1' };
    await run((stage) => {
      stage.log.note('looking', 'Curiosity');
      return Promise.resolve('found');
    }, input);
    const keys = {
      stage: 'VerifyOrgAccess',
      genesysOrgId: ORG,
      executionArn: EXECUTION_ARN,
      redriveCount: 2,
      eventId: 'event-1',
      requestId: 'request-1',
    };
    expect(lab.lines()).toMatchObject([
      { ...keys, message: 'looking', kind: 'note', reason: 'Curiosity', startedBy: 'event' },
      { ...keys, message: 'VerifyOrgAccess done', output: 'found' },
    ]);
  });

  it('knows its holder and how long it has', async () => {
    expect(await run((stage) => Promise.resolve([stage.me, stage.remainingMs()]))).toEqual([
      { executionArn: EXECUTION_ARN, redriveCount: 2 },
      30_000,
    ]);
  });

  it('fails with the same name, and without any value of the secret in message, stack, cause or log', async () => {
    const failing = run((stage) => {
      stage.log.hide(['hush-hush']);
      stage.log.done('VerifyOrgAccess', { nested: [{ value: 'say hush-hush' }] });
      const error = new Error('Genesys said hush-hush', { cause: new Error('hush-hush') });
      return Promise.reject(Object.assign(error, { name: 'GenesysRequestError', body: 'hush-hush' }));
    });
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) throw new Error('it succeeded');
    expect(error).toMatchObject({ name: 'GenesysRequestError', message: 'Genesys said [redacted]' });
    expect(error.stack).toContain('at ');
    expect(JSON.stringify([error.stack, error.cause, Object.entries(error), lab.lines()])).not.toContain('hush');
    expect(lab.lines().at(-1)).toMatchObject({ level: 'ERROR', errorName: 'GenesysRequestError', outcome: 'failed' });
  });

  it('tells in its log whether the state machine tries again', async () => {
    const handler = stageHandler(
      'AwaitMessageFlow',
      () => Promise.reject(new Error('not yet')),
      () => Promise.resolve(true),
    );
    await expect(handler(eventOf({}), lambdaContext())).rejects.toThrow('not yet');
    expect(lab.lines()).toMatchObject([{ level: 'INFO', message: 'not yet', outcome: 'retried' }]);
  });

  it('names the variable of its environment that is missing', async () => {
    const { EVENT_BUS_NAME: kept } = process.env;
    delete process.env.EVENT_BUS_NAME;
    await expect(run(() => Promise.resolve())).rejects.toThrow('environment variable EVENT_BUS_NAME is missing');
    process.env.EVENT_BUS_NAME = kept;
  });
});

describe('the org of an execution', () => {
  it('is that of its registration or request, or unknown', () => {
    expect(orgIdOf(eventOf({ registration: { genesysOrgId: ORG } }))).toBe(ORG);
    expect(orgIdOf(eventOf({ request: { genesysOrgId: ORG } }))).toBe(ORG);
    for (const registration of [
      undefined,
      null,
      'text',
      7,
      {},
      { genesysOrgId: 7 },
      { genesysOrgId: ORG.toUpperCase() },
    ]) {
      expect(orgIdOf(eventOf({ registration }))).toBeUndefined();
    }
  });
});
