import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CreateSecretCommand, ResourceExistsException } from '@aws-sdk/client-secrets-manager';
import { secretName } from '../src/workflow/names.ts';
import { runCommand } from './command-line/run-command.ts';
import { LOCAL_HELP, localArguments } from './local/local-arguments.ts';
import { startLocalStack } from './place/local-stack.ts';
import type { Place } from './place/place.ts';
import { localWelcome } from './local/local-welcome.ts';
import { protectSecret } from './registration/secret-policy.ts';

const root = join(import.meta.dirname, '..');

/** Runs until Ctrl-C. Exit codes: 0 ended by the user; 1 something broke; 2 the command was wrong, or what it needs is taken. */
async function main(): Promise<number> {
  const options = localArguments(process.argv.slice(2));
  if (options.wantsHelp) {
    process.stdout.write(LOCAL_HELP);
    return 0;
  }
  const registration = JSON.parse(readExample('lab-org-registered.json')) as { genesysOrgId: string };
  const asked = nextSignal();
  const { port, stateFolder, isFresh } = options;
  const stack = await startLocalStack({
    root,
    genesysUrl: undefined,
    isFresh,
    port,
    ...(stateFolder && { stateFolder }),
  });
  try {
    await storeSampleSecret(stack, registration.genesysOrgId);
    process.stdout.write(localWelcome(stack.laptop, registration));
    await asked;
  } finally {
    await stack.close();
  }
  process.stdout.write('\nEnded. Everything is kept; what was running is ABORTED at the next start.\n');
  return 0;
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    // On and not once: npm passes a Ctrl-C on that the terminal has sent already, and the second must not cut the closing off.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        resolve();
      });
  });
}

/** Stores the sample org's credentials, unless there are any. */
async function storeSampleSecret(stack: Place, genesysOrgId: string): Promise<void> {
  const secret = JSON.stringify(JSON.parse(readExample('lab-org-secret.json')));
  const { secretsManager } = stack.clients;
  const name = secretName(genesysOrgId);
  try {
    await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: secret }));
    await protectSecret(secretsManager, name);
  } catch (error) {
    // InvalidRequestException: scheduled for deletion by whoever plays with it, which is theirs to undo.
    const isThere = error instanceof ResourceExistsException || (error as Error).name === 'InvalidRequestException';
    if (!isThere) throw error;
  }
}

function readExample(name: string): string {
  return readFileSync(join(root, 'docs/examples', name), 'utf8');
}

await runCommand(main);
