import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandFacts, CommandInput } from './command.ts';

/** Options of every command. */
export interface GlobalOptions {
  stack?: string;
  state?: string;
  json?: boolean;
}

/** A command as it was called. */
export interface CalledCommand {
  facts: CommandFacts;
  input: CommandInput;
  globals: GlobalOptions;
}

/** The parser of the whole command line; `called` hears of the command and runs it. */
export type CommandLine = (called: (command: CalledCommand) => Promise<void>) => Command;

const EPILOGUE = `
Options of every command:
  --stack <name>    the stack in the AWS account of your credentials
  --state <folder>  where the local world of this machine keeps everything
  --json            answers as JSON

Exit codes: 0 done; 1 it was begun and failed; 2 the command line or its input
is wrong; 3 credentials, region, network or stack are not in order; 4 no such
org or run; 5 the org is being worked on; 6 not confirmed; 130 let go by Ctrl-C,
the run goes on. Whatever isn't 0, 1 or 130 has changed nothing.`;

/** A mistake is told where all failures are, in the same form. */
const TOLD_ELSEWHERE = { outputError: () => undefined };

/** Makes the parser out of a table of commands; the program is called so in its help. */
export function commandLine(commands: readonly CommandFacts[], name = 'lab-sms'): CommandLine {
  return (called) => {
    const program = new Command(name)
      .description(
        'Gives Genesys Cloud lab orgs their SMS channel. On this machine unless --stack names one in an AWS account.',
      )
      .addHelpText('after', EPILOGUE)
      .helpCommand(false)
      .configureOutput(TOLD_ELSEWHERE)
      .exitOverride();
    for (const facts of commands) program.addCommand(subcommand(facts, called));
    return program;
  };
}

function subcommand(facts: CommandFacts, called: (command: CalledCommand) => Promise<void>): Command {
  const [line, does] = facts.example;
  const command = new Command(facts.name)
    .summary(facts.summary)
    .description(`${facts.summary.charAt(0).toUpperCase()}${facts.summary.slice(1)}.`)
    .addHelpText('after', `\nExample:\n  ${line}\n      ${does}`)
    .configureOutput(TOLD_ELSEWHERE)
    .exitOverride();
  for (const [name, says] of facts.arguments) command.argument(name, says);
  for (const [flags, says] of facts.options) command.option(flags, says);
  command
    .option('--stack <name>', 'the stack in the AWS account of your credentials, instead of this machine')
    .addOption(
      new Option('--state <folder>', 'where the local world of this machine keeps everything')
        .argParser(stateFolder)
        .conflicts('stack'),
    )
    .option('--json', 'answers as JSON');
  command.action(async (...given: unknown[]) => {
    const { stack, state, json, ...options } = command.opts<GlobalOptions & CommandInput['options']>();
    const globals: GlobalOptions = {
      ...(stack === undefined ? {} : { stack }),
      ...(state === undefined ? {} : { state }),
      ...(json === undefined ? {} : { json }),
    };
    const count = facts.arguments.length;
    const values = given.slice(0, count).filter((value): value is string => typeof value === 'string');
    await called({ facts, globals, input: { arguments: values, options } });
  });
  return command;
}

/** Absolute, because the background world has a working folder of its own. */
function stateFolder(given: string): string {
  if (given.trim() === '') throw new InvalidArgumentError('Name a folder.');
  return resolve(given);
}
