import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './run-node.ts';

/** The shell blocks of a document, each under the heading that it follows. */
export interface DocumentedBlock {
  heading: string;
  script: string;
}

/** Reads every block of `sh` in a document of the project, in order. */
export function documentedBlocks(file: string): DocumentedBlock[] {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  let heading = '';
  return [...text.matchAll(/^## (.+)$|^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, title, script]) => {
    heading = title ?? heading;
    return script === undefined ? [] : [{ heading, script }];
  });
}
