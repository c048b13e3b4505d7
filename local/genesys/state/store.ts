import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptOrg } from './new-org.ts';
import type { OrgState, SharedState } from './org-state.ts';

/** Where the state is kept between runs: one file per org, and one for what the orgs share. */
export interface Store {
  loadOrgs(): KeptOrg[];
  loadShared(): SharedState | undefined;
  saveOrg(org: OrgState): void;
  removeOrg(genesysOrgId: string): void;
  saveShared(shared: SharedState): void;
}

/** A store that forgets. */
export const memoryStore: Store = {
  loadOrgs: () => [],
  loadShared: () => undefined,
  saveOrg: () => undefined,
  removeOrg: () => undefined,
  saveShared: () => undefined,
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} can't be read as JSON: delete the folder to start afresh, or put the file right.`, {
      cause,
    });
  }
};

/**
 * A store in a folder. A save has reached the file when it returns, and a file is whole at any moment: it is written
 * beside the old one and renamed over it.
 */
export function folderStore(folder: string): Store {
  const orgsFolder = join(folder, 'orgs');
  const sharedFile = join(folder, 'shared.json');
  mkdirSync(orgsFolder, { recursive: true });
  const write = (path: string, value: object): void => {
    writeFileSync(`${path}.new`, JSON.stringify(value));
    renameSync(`${path}.new`, path);
  };
  return {
    loadOrgs: () =>
      readdirSync(orgsFolder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => readJson(join(orgsFolder, name)) as KeptOrg),
    loadShared: () => (readdirSync(folder).includes('shared.json') ? (readJson(sharedFile) as SharedState) : undefined),
    saveOrg: (org) => {
      write(join(orgsFolder, `${org.id}.json`), org);
    },
    removeOrg: (genesysOrgId) => {
      rmSync(join(orgsFolder, `${genesysOrgId}.json`));
    },
    saveShared: (shared) => {
      write(sharedFile, shared);
    },
  };
}
