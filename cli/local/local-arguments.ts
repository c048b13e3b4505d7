import { parseArgs } from 'node:util';
import { namedFolder, portNumber, withUsage } from '../command-line/read-options.ts';

/** What `npm run local -- ...` was asked for. */
export interface LocalArguments {
  /** 0 takes any free one. */
  port: number;
  stateFolder: string | undefined;
  isFresh: boolean;
  wantsHelp: boolean;
}

/** Shown by --help and after a mistake in the options. */
export const LOCAL_HELP = `npm run local -- [options]
  Runs the local AWS with the stack in it, and the simulated Genesys Cloud with the sample org, until Ctrl-C.

  --port N         the port of the local AWS (default: any free one)
  --state FOLDER   where it keeps everything (default: .lab-sms/state, as npm start)
  --fresh          forget what earlier runs left there
  --help           show this
`;

/** Reads the command line; throws UsageError naming what is wrong. */
export function localArguments(argv: readonly string[]): LocalArguments {
  const { values } = withUsage(LOCAL_HELP, () =>
    parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '0' },
        state: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }),
  );
  const { port, state, fresh, help } = values;
  return { port: portNumber(port), stateFolder: namedFolder(state), isFresh: fresh, wantsHelp: help };
}
