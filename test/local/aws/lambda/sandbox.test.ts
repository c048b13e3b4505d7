import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Sandbox } from '../../../../local/aws/lambda/sandbox.ts';

describe('code outside the handler that takes longer than Lambda first allows', () => {
  const codeFolder = mkdtempSync(join(tmpdir(), 'lab-sms-sandbox-'));
  let sandbox: Sandbox;
  afterEach(() => sandbox.kill());
  afterAll(() => {
    rmSync(codeFolder, { recursive: true });
  });

  function start(code: string): Sandbox {
    writeFileSync(join(codeFolder, 'slow.mjs'), `${code}\nexport const handler = () => 'answered';\n`);
    sandbox = new Sandbox({
      codeFolder,
      environment: { _HANDLER: 'slow.handler', LAMBDA_TASK_ROOT: codeFolder, PATH: process.env.PATH ?? '' },
      logStreamName: 'slow',
      onLine: () => undefined,
      initTimeoutMs: 1,
    });
    return sandbox;
  }
  const request = { requestId: 'first', functionArn: 'arn:slow', payload: '{}', clockOffsetMs: 0 };

  it('goes on within the first invocation, which then answers', async () => {
    const outcome = await start('await new Promise((resolve) => setTimeout(resolve, 100));').invoke(request, 20);
    expect(outcome).toEqual({ payload: '"answered"' });
  });

  it("ends it by the function's timeout, which the state machine tries again", async () => {
    const outcome = await start('setInterval(() => {}, 1000); await new Promise(() => {});').invoke(request, 0.2);
    expect(outcome).toMatchObject({
      failure: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out') as unknown },
    });
    expect(sandbox.isAlive).toBe(false);
  });
});
