import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { UsageError } from '../command-line/usage-error.ts';

/** What a command around the CDK CLI was asked for. */
export interface CdkArguments {
  isConfirmed: boolean;
  wantsHelp: boolean;
  /** Everything else, for cdk as it is. */
  forCdk: readonly string[];
  /** The AWS profile that cdk is told to use, so that what is looked at before is the same account. */
  profile: string | undefined;
}

/** Reads the command line: `--help` and, where it is allowed, `--yes` are ours. @throws UsageError for a name of a stack */
export function cdkArguments(argv: readonly string[], takesYes: boolean): CdkArguments {
  const [first] = argv;
  if (first !== undefined && !first.startsWith('-')) {
    throw new UsageError(`${first} can't be taken: the stack has its name already. Options only; --help shows them.`);
  }
  const isOurs = (argument: string): boolean =>
    argument === '--help' || argument === '-h' || (takesYes && argument === '--yes');
  return {
    isConfirmed: takesYes && argv.includes('--yes'),
    wantsHelp: argv.includes('--help') || argv.includes('-h'),
    forCdk: argv.filter((argument) => !isOurs(argument)),
    profile: profileIn(argv),
  };
}

function profileIn(argv: readonly string[]): string | undefined {
  const assigned = argv.find((argument) => argument.startsWith('--profile='));
  if (assigned !== undefined) return assigned.slice('--profile='.length);
  const index = argv.indexOf('--profile');
  return index < 0 ? undefined : argv[index + 1];
}

/** Runs the CDK CLI of this project in this terminal, in that region; answers its exit code. @throws UsageError when it can't be started */
export async function runCdk(args: readonly string[], region: string): Promise<number> {
  const child = spawn('cdk', [...args], {
    stdio: 'inherit',
    // Without a region cdk would take one of its own, and not the one that was looked at.
    env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    shell: process.platform === 'win32',
  });
  // The terminal sends Ctrl-C to both; cdk decides what becomes of it.
  const leaveToCdk = (): void => undefined;
  process.on('SIGINT', leaveToCdk);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } catch (error) {
    throw new UsageError(
      `cdk can't be started (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): run it as npm run deploy or npm run destroy, ` +
        'which find the one of this project.',
    );
  } finally {
    process.off('SIGINT', leaveToCdk);
  }
}
