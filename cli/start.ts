import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { UsageError } from './command-line/usage-error.ts';
import { START_HELP, startArguments, type StartArguments } from './start/start-arguments.ts';
import { deployedStack } from './place/deployed-stack.ts';
import { startLocalStack } from './place/local-stack.ts';
import type { Place } from './place/place.ts';
import { checkRegistration } from './registration/registration-checks.ts';
import { runCommand } from './command-line/run-command.ts';
import { showResult } from './start/result.ts';
import { runMainJob } from './start/run-main-job.ts';

const root = join(import.meta.dirname, '..');
const SAMPLE_REGISTRATION = join(root, 'docs/examples/lab-org-registered.json');
const SAMPLE_SECRET = join(root, 'docs/examples/lab-org-secret.json');

/** Exit codes: 0 provisioned and the text delivered; 1 not so; 2 the command itself was wrong. */
async function main(): Promise<number> {
  const options = startArguments(process.argv.slice(2));
  if (options.wantsHelp) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const registration = readJson('--registration', options.registrationFile ?? SAMPLE_REGISTRATION);
  const secret = secretOf(options);
  const place = await (options.stackName === undefined ? onThisMachine(options) : inAccount(options.stackName));
  try {
    if (place.laptop === undefined) {
      await checkRegistration(place, { registration, secret, sampleSecretFile: SAMPLE_SECRET });
    }
    return await showResult(place, await runMainJob(place, registration, secret));
  } finally {
    await place.close();
  }
}

async function onThisMachine({ genesysUrl, isFresh }: StartArguments): Promise<Place> {
  const started = Date.now();
  process.stdout.write(
    'Starting the local AWS and the simulated Genesys Cloud (the first time, the stack is synthesised) ...\n',
  );
  const stack = await startLocalStack({ root, genesysUrl, isFresh });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const { laptop } = stack;
  process.stdout.write(`  ready after ${seconds} s: AWS at ${laptop.awsUrl}, Genesys at ${laptop.genesysUrl}\n\n`);
  return stack;
}

async function inAccount(stackName: string): Promise<Place> {
  const place = await deployedStack(stackName);
  process.stdout.write(`The stack ${stackName} in account ${place.parts.account}, ${place.parts.region}\n\n`);
  return place;
}

/**
 * The sample org's credentials go with the sample registration, on this machine only; another org's are given, or were
 * stored by an earlier run.
 */
function secretOf(options: StartArguments): string | undefined {
  const isSample = options.registrationFile === undefined && options.stackName === undefined;
  const file = options.secretFile ?? (isSample ? SAMPLE_SECRET : undefined);
  if (file === undefined) return undefined;
  return JSON.stringify(readJson('--secret', file));
}

function readJson(option: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${option} ${file} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): give a readable JSON file.`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message would show a piece of the file, which may be a secret.
    throw new UsageError(
      `${option} ${file} is not JSON: mend it and run the command again. docs/examples/ has samples.`,
    );
  }
}

await runCommand(main);
