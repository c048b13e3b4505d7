import { request } from 'node:http';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalWorld } from '../../../local/aws/world.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { clientConfig, FixtureFolder } from './fixture/world.ts';

const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('the endpoint of the local AWS', () => {
  const folder = new FixtureFolder();
  let world: LocalWorld;

  beforeAll(async () => {
    world = await folder.start(new VirtualClock());
  });
  afterAll(() => folder.remove());

  /** What the AWS CLI and boto3 send to services of the query protocol. */
  const form = (service: string, body: string): Promise<Response> =>
    fetch(`${world.endpointUrl}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: signedFor(service),
      },
      body,
    });

  it('tells whoever asks STS who they are', async () => {
    const answer = await form('sts', 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/xml');
    const requestId = answer.headers.get('x-amzn-requestid') ?? '';
    expect(await answer.text()).toBe(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        '<Arn>arn:aws:iam::000000000000:root</Arn><UserId>000000000000</UserId><Account>000000000000</Account>' +
        `</GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>` +
        '</GetCallerIdentityResponse>',
    );
  });

  it('answers 501 by name in the XML that clients of such services read', async () => {
    for (const [service, action] of [
      ['sts', 'AssumeRole'],
      ['cloudformation', 'DeleteStack'],
      ['iam', 'ListRoles'],
    ] as const) {
      const answer = await form(service, `Action=${action}&Version=1`);
      expect(answer.status).toBe(501);
      expect(await answer.text()).toMatch(
        new RegExp(
          `^<ErrorResponse><Error>.*<Code>NotImplemented</Code><Message>${service}.${action} is not simulated`,
        ),
      );
    }
  });

  it('describes a function as the template has it, and knows no other', async () => {
    const lambda = new LambdaClient(clientConfig(world));
    const described = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'fixture-unsteady' }));
    expect(described).toMatchObject({
      FunctionName: 'fixture-unsteady',
      FunctionArn: expect.stringMatching(/:function:fixture-unsteady$/) as string,
      Timeout: 0.5,
      State: 'Active',
      Runtime: expect.stringMatching(/^nodejs/) as string,
    });
    const unknown = lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'nonsense' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('does not take a list of buckets for the question who answers here', async () => {
    const buckets = await fetch(`${world.endpointUrl}/`, { headers: { authorization: signedFor('s3') } });
    expect(buckets.status).toBe(501);
    expect(await buckets.text()).toContain('<Error><Code>NotImplemented</Code><Message>s3 GET / is not simulated');
    expect(await (await fetch(`${world.endpointUrl}/`)).json()).toEqual({ world: expect.any(String) as string });
  });

  it("gives every answer the id of a request, an error and a function's answer too", async () => {
    const { $metadata } = await new EventBridgeClient(clientConfig(world)).send(new ListEventBusesCommand({}));
    expect($metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    const invoked = await fetch(`${world.endpointUrl}/2015-03-31/functions/fixture-echo/invocations`, {
      method: 'POST',
    });
    expect(invoked.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    const refused = await fetch(`${world.endpointUrl}/`, { method: 'POST', body: 'nonsense' });
    expect(refused.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers a body that is no JSON object with SerializationException', async () => {
    const answer = await fetch(`${world.endpointUrl}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.ListRules', 'content-type': 'application/x-amz-json-1.1' },
      body: '[',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('SerializationException');
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it('is reached from this machine only', async () => {
    const { port } = new URL(world.endpointUrl);
    const asked = request({ host: '127.0.0.2', port, path: '/' }).end();
    const outcome = await new Promise<string>((resolve) => {
      asked.on('response', () => {
        resolve('answered');
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? '');
      });
    });
    expect(outcome).toBe('ECONNREFUSED');
  });
});
