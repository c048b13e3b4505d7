import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startGenesysSimulator } from '../local/genesys/simulator.ts';
import type { GenesysSimulator, SimulatorSeed } from '../local/genesys/simulator.ts';
import { InvalidInputError } from '../local/genesys/state/seed.ts';
import { namedFolder, portNumber, withUsage } from './command-line/read-options.ts';
import { UsageError } from './command-line/usage-error.ts';
import { runCommand } from './command-line/run-command.ts';

const USAGE = `npm run genesys -- --seed FILE [--port N] [--state FOLDER]

Runs the simulated Genesys Cloud alone, on 127.0.0.1, until Ctrl-C.
  --seed FILE     the orgs to start with, as JSON; see docs/simulator.md
  --port N        the port to listen on; any free one unless given
  --state FOLDER  keep the state in this folder; in memory only unless given
`;

interface Options {
  port: number;
  seedFile: string;
  stateFolder: string | undefined;
}

/** Reads the command line; undefined when help is wanted. @throws UsageError naming what is wrong */
function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = withUsage(USAGE, () =>
    parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '0' },
        seed: { type: 'string' },
        state: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  const { port, seed, state, help } = values;
  if (help) return undefined;
  const given = { port: portNumber(port), stateFolder: namedFolder(state) };
  if (seed === undefined) throw new UsageError(`--seed is missing.\n\n${USAGE}`);
  return { ...given, seedFile: seed };
}

function readSeed(file: string): SimulatorSeed {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--seed ${file} can't be read: ${String(error)}. Name an existing file.`);
  }
  try {
    return JSON.parse(text) as SimulatorSeed; // Checked whole when the simulator starts.
  } catch (error) {
    throw new UsageError(`--seed ${file} is not JSON: ${String(error)}. See docs/simulator.md.`);
  }
}

async function start({ port, seedFile, stateFolder }: Options): Promise<GenesysSimulator> {
  const seed = readSeed(seedFile);
  try {
    return await startGenesysSimulator({ port, seed, ...(stateFolder === undefined ? {} : { stateDir: stateFolder }) });
  } catch (error) {
    throw error instanceof InvalidInputError ? new UsageError(error.message) : error;
  }
}

/** Runs until Ctrl-C. Exit codes: 0 ended by the user; 1 something broke; 2 the command was wrong, or what it needs is taken. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  const simulator = await start(options);
  const asked = new Promise<void>((resolve) => {
    // On and not once: npm passes a Ctrl-C on that the terminal has sent already, and the second must not cut the closing off.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        resolve();
      });
  });
  const { url } = simulator;
  process.stdout.write(
    `Simulated Genesys Cloud: ${url}\nLook inside: ${url}/ in a browser, ${url}/control/state as JSON\n`,
  );
  await asked;
  await simulator.close();
  return 0;
}

await runCommand(main);
