import process from 'node:process';
import { COMMANDS } from './commands.ts';
import { commandLine } from './command-line/command-line.ts';
import { runCommandLine } from './command-line/run-command-line.ts';

process.exitCode = await runCommandLine(commandLine(COMMANDS), process.argv);
