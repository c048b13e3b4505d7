import { join } from 'node:path';
import type { CommandContext, CommandInput } from '../command-line/command.ts';

/** What `npm start --` takes beside the options of every command; for everything else there is `lab-sms register`. */
export const START_OPTIONS = [
  ['--file <file>', 'a registration as JSON; the sample, docs/examples/lab-org-registered.json, unless given'],
  ['--secret-file <file>', "the org's credentials as JSON; docs/examples/lab-org-secret.json shows their form"],
  ['--genesys-url <url>', 'a Genesys API that runs on this machine; the ledger of each is kept apart'],
  ['--fresh', 'forgets what earlier runs with the same Genesys left'],
] as const;

/** What `lab-sms register` is asked for: on this machine the sample and its credentials where nothing is given. */
export function startInput(
  { root, stackName }: CommandContext,
  { file, secretFile }: CommandInput['options'],
): CommandInput {
  const isSample = file === undefined && stackName === undefined;
  const sample = {
    file: join(root, 'docs/examples/lab-org-registered.json'),
    secretFile: join(root, 'docs/examples/lab-org-secret.json'),
  };
  const given = { ...(file === undefined ? {} : { file }), ...(secretFile === undefined ? {} : { secretFile }) };
  return { arguments: [], options: { ...(isSample ? sample : {}), ...given, wait: true } };
}
