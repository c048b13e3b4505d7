import process from 'node:process';
import { join } from 'node:path';
import { LogStore } from '../../../../local/aws/cloudwatch-logs/log-store.ts';
import type { JsonObject } from '../../../../local/aws/json.ts';
import type { LocalWorld } from '../../../../local/aws/world.ts';
import { VirtualClock } from '../../../../local/clock.ts';
import { lambdaFunction } from '../fixture/assembly.ts';
import { fixtureStack } from '../fixture/stack.ts';
import { FixtureFolder } from '../fixture/world.ts';

interface Echo {
  event: unknown;
  pid: number;
  cwd: string;
  now: number;
  today: string;
  environment: Record<string, string>;
  functionName: string;
  functionArn: string;
  requestId: string;
  remainingMs: number;
}

describe('a function', () => {
  const folder = new FixtureFolder({
    ...fixtureStack(),
    Lost: lambdaFunction('no-such-module', { FunctionName: 'fixture-lost' }),
    Misnamed: lambdaFunction('echo', { FunctionName: 'fixture-misnamed', Handler: 'echo.nobody' }),
  });
  const clock = new VirtualClock();
  let world: LocalWorld;

  beforeAll(async () => {
    process.env.SECRET_OF_THE_USER = 'never seen by a handler';
    world = await folder.start(clock);
  });
  afterAll(async () => {
    delete process.env.SECRET_OF_THE_USER;
    await folder.remove();
  });

  async function invoke(name: string, event: JsonObject, type = 'RequestResponse'): Promise<Response> {
    return fetch(`${world.endpointUrl}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': type },
      body: JSON.stringify(event),
    });
  }
  const echo = async (event: JsonObject = {}): Promise<Echo> =>
    (await (await invoke('fixture-echo', event)).json()) as Echo;

  it('gets its event and context and answers with JSON', async () => {
    const answer = await echo({ text: 'hello' });
    expect(answer).toMatchObject({ event: { text: 'hello' }, functionName: 'fixture-echo' });
    expect(answer.functionArn).toBe('arn:aws:lambda:eu-central-1:000000000000:function:fixture-echo');
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.remainingMs).toBeGreaterThan(0);
    expect(answer.remainingMs).toBeLessThanOrEqual(10_000);
  });

  it('runs in the folder of its code with the variables of the template and of Lambda, and none of the user', async () => {
    const { environment, cwd } = await echo();
    expect(environment).toMatchObject({
      TABLE: 'fixture-ledger',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fixture-echo',
      AWS_LAMBDA_LOG_GROUP_NAME: '/fixture/stages',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_ENDPOINT_URL: world.endpointUrl,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      HOME: join(folder.stateDir, 'home'),
      LAMBDA_TASK_ROOT: cwd,
      SCRATCH: folder.scratch,
    });
    expect(cwd).toBe(join(import.meta.dirname, '..', 'fixture', 'handlers'));
    expect(environment).not.toHaveProperty('SECRET_OF_THE_USER');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
    expect(environment).not.toHaveProperty('JEST_WORKER_ID');
  });

  it('is kept warm and used again, and started anew for calls at the same time', async () => {
    const first = await echo();
    expect((await echo()).pid).toBe(first.pid);
    const [one, two] = await Promise.all([echo({ ms: 100 }), echo({ ms: 100 })]);
    expect(one.pid).not.toBe(two.pid);
  });

  it('sees the time of the world', async () => {
    clock.advance(86_400_000);
    const { now, today } = await echo();
    expect(Math.abs(now - clock.now())).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(today) - clock.now())).toBeLessThan(60_000);
  });

  it('answers an error of its handler as Lambda does', async () => {
    const response = await invoke('fixture-unsteady', { key: 'error', failures: 1, error: 'NotReady' });
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(await response.json()).toEqual({
      errorType: 'NotReady',
      errorMessage: 'call 1 failed',
      trace: expect.arrayContaining([expect.stringContaining('unsteady.mjs')]) as unknown,
    });
  });

  it('is killed when its time is over, and the next call gets a new sandbox', async () => {
    const late = await (await invoke('fixture-unsteady', { key: 'killed', ms: 60_000 })).json();
    expect(late).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.50 seconds$/) as unknown,
    });
    expect(await (await invoke('fixture-unsteady', { key: 'alive' })).json()).toEqual({ calls: 1 });
  });

  it('leaves a line in its log when it ends without one of its own', async () => {
    await invoke('fixture-unsteady', { key: 'exiting', exit: 4 });
    const messages = new LogStore(join(folder.stateDir, 'logs'), clock)
      .lines('/fixture/stages')
      .map(({ message }) => message);
    expect(messages.at(-1)).toContain('Runtime exited with error: exit status 4');
  });

  it.each([
    ['fixture-lost', 'Runtime.ImportModuleError'],
    ['fixture-misnamed', 'Runtime.HandlerNotFound'],
  ])('that cannot be loaded (%s) answers %s', async (name, errorType) => {
    expect(await (await invoke(name, {})).json()).toMatchObject({ errorType });
  });

  it('takes an event to work on later with 202', async () => {
    const response = await invoke('fixture-unsteady', { key: 'later' }, 'Event');
    expect(response.status).toBe(202);
    await world.idle();
    expect(folder.calls('later')).toBe(1);
  });

  it('that does not exist is ResourceNotFoundException', async () => {
    const response = await invoke('nobody', {});
    expect(response.status).toBe(404);
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  });
});
