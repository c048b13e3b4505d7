import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './run-node.ts';

/** What .gitignore leaves out, and git's own folder. */
const NOT_OURS = /^(\.git|node_modules|cdk\.out|\.lab-sms|coverage|.*\.log)$/;

/** The files of the project or of one of its folders, by their paths from the project's folder. */
export function projectFiles(folder = ''): string[] {
  const entries = readdirSync(join(PROJECT, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !NOT_OURS.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? projectFiles(path) : [path];
    })
    .sort();
}

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** The files of the project whose text matches, out of those given. */
export function filesWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.filter((path) => pattern.test(textOf(path)));
}
