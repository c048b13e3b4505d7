import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startGenesysSimulator } from '../local/genesys/simulator.ts';
import type { SimulatorSeed } from '../local/genesys/simulator.ts';

const USAGE = `npm run genesys -- --seed FILE [--port N] [--state FOLDER]

Runs the simulated Genesys Cloud alone, on 127.0.0.1, until Ctrl-C.
  --seed FILE     the orgs to start with, as JSON; see docs/simulator.md
  --port N        the port to listen on; any free one unless given
  --state FOLDER  keep the state in this folder; in memory only unless given
`;

function readSeed(file: string): SimulatorSeed {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--seed ${file} can't be read: ${String(error)}. Name an existing file.`, { cause: error });
  }
  try {
    return JSON.parse(text) as SimulatorSeed; // Checked whole when the simulator starts.
  } catch (error) {
    throw new Error(`--seed ${file} is not JSON: ${String(error)}. See docs/simulator.md.`, { cause: error });
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port ${text}: must be a number from 0 to 65535.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      seed: { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  if (values.seed === undefined) throw new Error(`--seed is missing.\n\n${USAGE}`);
  const simulator = await startGenesysSimulator({
    port: readPort(values.port),
    seed: readSeed(values.seed),
    ...(values.state === undefined ? {} : { stateDir: values.state }),
  });
  process.stdout.write(
    `Simulated Genesys Cloud: ${simulator.url}\nLook inside: ${simulator.url}/ in a browser, ${simulator.url}/control/state as JSON\n`,
  );
  const stop = (): void => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
