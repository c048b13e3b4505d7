import process from 'node:process';
import { COMMANDS } from './commands.ts';
import { commandLine } from './command-line.ts';
import { runCommandLine } from './run-command-line.ts';

process.exitCode = await runCommandLine(commandLine(COMMANDS), process.argv);
