import process from 'node:process';
import type { CommandContext, CommandFacts, CommandInput, CommandResult } from './command-line/command.ts';
import { commandLine } from './command-line/command-line.ts';
import { EXIT } from './command-line/exit-codes.ts';
import { runCommandLine } from './command-line/run-command-line.ts';
import { START_OPTIONS } from './start/start-options.ts';

/**
 * `npm start`: `lab-sms register --wait` of the sample org, in a local world that ends with the command unless one runs
 * already. Exit code 0 only when the text was delivered.
 */
const START: CommandFacts = {
  name: 'start',
  summary: 'gives an org its SMS channel, the sample org unless --file names another: lab-sms register --wait',
  arguments: [],
  options: START_OPTIONS,
  example: ['npm start -- --fresh', 'forgets what earlier runs left, and shows the whole job again'],
  load: () => Promise.resolve({ run }),
};

async function run(context: CommandContext, { options }: CommandInput): Promise<CommandResult> {
  const { startInput } = await import('./start/start-options.ts');
  const register = await import('./commands/register.ts');
  const result = await register.run(context, startInput(context, options));
  const { laptop } = await context.place();
  if (result.exitCode === EXIT.detached) {
    if (laptop?.idle === undefined) return result;
    return { ...result, text: 'Ended by Ctrl-C, and the local world with it. npm start goes on where this one was.' };
  }
  // What hangs on the end of an execution, such as the record of a failure, is still under way.
  await laptop?.idle?.();
  const isDelivered = (result.json as { outcome?: unknown }).outcome === 'delivered';
  return { ...result, exitCode: isDelivered ? EXIT.done : (result.exitCode ?? EXIT.done) || EXIT.failed };
}

const [node = '', script = '', ...args] = process.argv;
process.exitCode = await runCommandLine(
  commandLine([START], 'npm'),
  [node, script, 'start', ...args],
  async (called, say) => {
    const { startPlace } = await import('./start/start-place.ts');
    return startPlace(called, say);
  },
);
