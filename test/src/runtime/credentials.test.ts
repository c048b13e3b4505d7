import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { forgetOrgSecret, readOrgSecret, secretValues } from '../../../src/runtime/credentials.ts';
import { stopDateAt } from '../../support/date.ts';

const secretsManager = mockClient(SecretsManagerClient);
const credentials = { clientId: 'id-canary', clientSecret: 'secret-canary' };
const START = Date.parse('2026-03-01T09:00:00.000Z');

beforeEach(() => {
  secretsManager.reset();
});
afterEach(() => {
  jest.useRealTimers();
});
afterAll(() => {
  secretsManager.restore();
});

const store = (secret: unknown): void => {
  const SecretString = typeof secret === 'string' ? secret : JSON.stringify(secret);
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString });
};
const reads = (): number => secretsManager.commandCalls(GetSecretValueCommand).length;

/** The problem of a secret, which must not repeat what is in it. */
const problemOf = async (secret: unknown): Promise<string> => {
  store(secret);
  const error: unknown = await readOrgSecret(randomUUID()).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('the secret was taken');
  expect(error.name).toBe('CredentialsInvalid');
  expect(error.message).not.toContain('canary');
  return error.message;
};

describe("an org's secret", () => {
  it('is read by the name that follows from the org', async () => {
    store({ ...credentials, testSmsTo: '+447700900555', testSmsText: 'Hello', comment: 'kept by the lab team' });
    const genesysOrgId = randomUUID();
    const secret = await readOrgSecret(genesysOrgId);
    expect(secret).toMatchObject({ ...credentials, testSmsTo: '+447700900555', testSmsText: 'Hello' });
    expect(secretsManager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: `lab-sms/${genesysOrgId}`,
    });
    const values = secretValues(secret);
    for (const value of [
      'id-canary',
      'secret-canary',
      '+447700900555',
      '447700900555',
      'Hello',
      'kept by the lab team',
    ]) {
      expect(values).toContain(value);
    }
  });

  it('is kept for five minutes, per org, and read again after that', async () => {
    stopDateAt(START);
    store(credentials);
    const [one, two] = [randomUUID(), randomUUID()];
    await readOrgSecret(one);
    await readOrgSecret(two);
    stopDateAt(START + 5 * 60_000 - 1);
    await readOrgSecret(one);
    expect(reads()).toBe(2);
    store({ ...credentials, clientSecret: 'rotated' });
    stopDateAt(START + 5 * 60_000);
    expect(await readOrgSecret(one)).toMatchObject({ clientSecret: 'rotated' });
    expect(reads()).toBe(3);
  });

  it('is read again at once after it was forgotten', async () => {
    store(credentials);
    const genesysOrgId = randomUUID();
    await readOrgSecret(genesysOrgId);
    forgetOrgSecret(genesysOrgId);
    await readOrgSecret(genesysOrgId);
    expect(reads()).toBe(2);
  });

  it('is CredentialsMissing with the name to store it under when it is not there', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
    const genesysOrgId = randomUUID();
    const error: unknown = await readOrgSecret(genesysOrgId).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CredentialsMissing' });
    if (!(error instanceof Error)) throw new Error('it is there');
    expect(error.message).toContain(`lab-sms/${genesysOrgId}`);
    expect(error.message).toContain('Store the org');
  });

  it('is CredentialsMissing with how to restore it when it is scheduled for deletion', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(new InvalidRequestException({ message: 'no', $metadata: {} }));
    const reading = readOrgSecret(randomUUID());
    await expect(reading).rejects.toMatchObject({ name: 'CredentialsMissing' });
    await expect(reading).rejects.toThrow('restore-secret');
  });

  it('is read again where a stage asks for it fresh', async () => {
    store(credentials);
    const genesysOrgId = randomUUID();
    await readOrgSecret(genesysOrgId);
    store({ ...credentials, clientSecret: 'rotated' });
    expect(await readOrgSecret(genesysOrgId, 'fresh')).toMatchObject({ clientSecret: 'rotated' });
    expect(await readOrgSecret(genesysOrgId)).toMatchObject({ clientSecret: 'rotated' });
  });

  it('is not called missing when AWS has another problem', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
    await expect(readOrgSecret(randomUUID())).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('a secret that is wrong', () => {
  it('has every problem named by its field', async () => {
    const message = await problemOf({ clientId: ' ', testSmsTo: '07700900canary', testSmsText: 7 });
    for (const field of ['clientId must be', 'clientSecret must be', 'testSmsTo must be', 'testSmsText must be']) {
      expect(message).toContain(field);
    }
    expect(message).toContain('ask again');
  });

  it.each([
    ['no JSON', '{"clientSecret": "canary', 'it is not JSON'],
    ['nothing', '', 'it is not JSON'],
    ['not an object', ['canary'], "can't be used"],
    [
      'words that make two segments',
      { ...credentials, testSmsText: 'canary '.repeat(40) },
      'testSmsText must be at most',
    ],
    ['words in another alphabet', { ...credentials, testSmsText: 'canary 🚗' }, 'GSM alphabet'],
  ])('is named when it is %s', async (_what, secret, part) => {
    expect(await problemOf(secret)).toContain(part);
  });

  it('is not kept: the next call reads it again', async () => {
    const genesysOrgId = randomUUID();
    store({});
    await expect(readOrgSecret(genesysOrgId)).rejects.toThrow();
    store(credentials);
    expect(await readOrgSecret(genesysOrgId)).toEqual(credentials);
  });
});
