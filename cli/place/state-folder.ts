import { join } from 'node:path';

/**
 * Where the state of the local AWS is kept: `.lab-sms/state` with the Genesys Cloud that is started here, a folder of its own
 * for every other one, because a ledger is of no use with the orgs of another Genesys.
 */
export function stateFolderFor(root: string, genesysUrl: string | undefined): string {
  if (genesysUrl === undefined) return join(root, '.lab-sms', 'state');
  const address = genesysUrl.replace(/^\w+:\/\//, '').replaceAll(/[^\w.-]+/g, '-');
  return join(root, '.lab-sms', `state-${address}`);
}
