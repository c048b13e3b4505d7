import { parseArgs } from 'node:util';
import { UsageError } from '../command-line/usage-error.ts';

/** What `npm start -- ...` was asked for. */
export interface StartArguments {
  registrationFile: string | undefined;
  secretFile: string | undefined;
  genesysUrl: string | undefined;
  /** The stack in an AWS account; this machine's own unless given. */
  stackName: string | undefined;
  isFresh: boolean;
  wantsHelp: boolean;
}

export const START_HELP = `npm start -- [options]
  Gives a lab org its SMS channel, on this machine: a local AWS and a simulated Genesys Cloud. With --stack, through the
  stack of that name in your AWS account (AWS_PROFILE, AWS_REGION and so on), with a real number that costs money.

  --registration FILE   the Lab Org Registered event's detail (default: docs/examples/lab-org-registered.json)
  --secret FILE         the org's credentials: {"clientId", "clientSecret", "testSmsTo"?, "testSmsText"?}; they are stored
  --stack NAME          registers with the stack that npm run deploy made (LabSms), instead of on this machine
  --genesys-url URL     a Genesys API already running on this machine, instead of the one started here; the ledger of
                        each is kept apart
  --fresh               forget what earlier runs with the same Genesys left in .lab-sms
  --help                show this
`;

/** Reads the command line; throws UsageError naming what is wrong. */
export function startArguments(argv: readonly string[]): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        registration: { type: 'string' },
        secret: { type: 'string' },
        'genesys-url': { type: 'string' },
        stack: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const ofThisMachine = [
      values.fresh ? '--fresh' : [],
      values['genesys-url'] === undefined ? [] : '--genesys-url',
    ].flat();
    if (values.stack !== undefined && ofThisMachine.length > 0) {
      throw new UsageError(
        `${ofThisMachine.join(' and ')} can't go with --stack: only what runs on this machine has it.`,
      );
    }
    return {
      registrationFile: values.registration,
      secretFile: values.secret,
      genesysUrl: values['genesys-url'] === undefined ? undefined : loopbackUrl(values['genesys-url']),
      stackName: values.stack === undefined ? undefined : stackName(values.stack),
      isFresh: values.fresh,
      wantsHelp: values.help,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n\n${START_HELP}`);
  }
}

function stackName(text: string): string {
  if (/^[a-z][a-z\d-]{0,127}$/i.test(text)) return text;
  throw new UsageError(`--stack (${text}) must be the name of a CloudFormation stack, such as LabSms.`);
}

function loopbackUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && isBareLoopback(url)) return url.origin;
  const shown = text.replace(/:[^/@]*@/, ':...@');
  throw new UsageError(
    `--genesys-url (${shown}) must be an http address on this machine and nothing after the port, such as ` +
      'http://127.0.0.1:8080: credentials are sent there.',
  );
}

function isBareLoopback(url: URL): boolean {
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) && url.href === `${url.origin}/`;
}
