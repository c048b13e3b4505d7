import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

/** The folder of the project. */
export const PROJECT = join(import.meta.dirname, '..', '..');

/** What a program left when it ended. */
export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** How it is started: from the project's folder, with this process's environment and nothing on its input, unless given. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  stdin?: string;
}

/** Runs a program of the project under the Node that runs the tests, to its end. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runProgram(process.execPath, args, options);
}

/** Runs any program to its end; one that can't be started is an error. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd = PROJECT, env = process.env, stdin = '' } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { cwd, env, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number')
        reject(new Error(`${program} did not run`, { cause: error }));
      else resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(stdin);
  });
}
