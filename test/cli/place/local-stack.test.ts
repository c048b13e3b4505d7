import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { startLocalStack } from '../../../cli/place/local-stack.ts';
import type { Place } from '../../../cli/place/place.ts';
import { stateFolderFor } from '../../../cli/place/state-folder.ts';
import { PROJECT } from '../../support/run-node.ts';

/** Nobody answers at these: the stack is started and not made to call them. */
const ONE = 'http://127.0.0.1:9';
const OTHER = 'http://127.0.0.1:19';

describe('the local stack with a Genesys that runs elsewhere', () => {
  const folders = [ONE, OTHER].map((url) => stateFolderFor(PROJECT, url));
  const forget = (): void => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  beforeAll(forget);
  afterAll(forget);

  async function withStack<T>(genesysUrl: string, isFresh: boolean, work: (stack: Place) => Promise<T>): Promise<T> {
    const stack = await startLocalStack({ root: PROJECT, genesysUrl, isFresh });
    try {
      return await work(stack);
    } finally {
      await stack.close();
    }
  }

  const secretsWith = (genesysUrl: string, isFresh = false): Promise<(string | undefined)[]> =>
    withStack(genesysUrl, isFresh, async ({ clients }) => {
      const { SecretList = [] } = await clients.secretsManager.send(new ListSecretsCommand({}));
      return SecretList.map(({ Name }) => Name);
    });

  it('keeps what it knows of one Genesys apart from what it knows of another', async () => {
    await withStack(ONE, false, ({ clients }) =>
      clients.secretsManager.send(new CreateSecretCommand({ Name: 'lab-sms/one', SecretString: 'x' })),
    );
    expect(await secretsWith(OTHER)).toEqual([]);
    expect(await secretsWith(ONE)).toEqual(['lab-sms/one']);
  });

  it('forgets, when it is to begin afresh, only what belongs to that Genesys', async () => {
    expect(await secretsWith(OTHER, true)).toEqual([]);
    expect(await secretsWith(ONE)).toEqual(['lab-sms/one']);
    expect(await secretsWith(ONE, true)).toEqual([]);
  });

  it('starts no Genesys of its own, which would leave a folder', () => {
    for (const folder of folders) {
      expect(existsSync(folder)).toBe(true);
      expect(readdirSync(folder)).toEqual(['aws']);
    }
  });
});

describe('the folder of the state', () => {
  it('is the same as ever for the Genesys that is started here, and another for every other address', () => {
    expect(stateFolderFor('/lab', undefined)).toBe(join('/lab', '.lab-sms', 'state'));
    const addresses = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081', 'http://localhost:8080', 'http://[::1]:8080'];
    const others = addresses.map((url) => stateFolderFor('/lab', url));
    expect(new Set(others).size).toBe(addresses.length);
    for (const folder of others) expect(folder).toMatch(/^\/lab\/\.lab-sms\/state-[\w.-]+$/);
  });
});
