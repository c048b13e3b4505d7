import { parseArgs } from 'node:util';

/** A mistake of the person at the keyboard: shown as one plain message, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `npm start -- ...` was asked for. */
export interface StartArguments {
  registrationFile: string | undefined;
  secretFile: string | undefined;
  genesysUrl: string | undefined;
  isFresh: boolean;
  wantsHelp: boolean;
}

export const START_HELP = `npm start -- [options]
  Gives a lab org its SMS channel, on this machine: a local AWS and a simulated Genesys Cloud.

  --registration FILE   the Lab Org Registered event's detail (default: docs/examples/lab-org-registered.json)
  --secret FILE         the org's credentials: {"clientId", "clientSecret", "testSmsTo"?, "testSmsText"?}
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
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      registrationFile: values.registration,
      secretFile: values.secret,
      genesysUrl: values['genesys-url'] === undefined ? undefined : loopbackUrl(values['genesys-url']),
      isFresh: values.fresh,
      wantsHelp: values.help,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n\n${START_HELP}`);
  }
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
