import type { Models } from 'purecloud-platform-client-v2';
import type { ClientState } from '../state/org-state.ts';

/** Whether one of a client's entries grants a permission; `*` stands for all in each of an entry's places. */
export function isGranted(client: ClientState, permission: string): boolean {
  const wanted = permission.split(':');
  return client.permissions.some((entry) =>
    entry.split(':').every((part, index) => part === '*' || part === wanted[index]),
  );
}

/** Those of the permissions that a client lacks. */
export function missingPermissions(client: ClientState, permissions: readonly string[]): string[] {
  return permissions.filter((permission) => !isGranted(client, permission));
}

/** A client's entries as the policies of a role, one for each domain and entity. */
export function policiesOf(client: ClientState): Models.AuthzGrantPolicy[] {
  const actions = new Map<string, string[]>();
  for (const entry of client.permissions) {
    const [domain = '', entityName = '', action = ''] = entry.split(':');
    const key = `${domain}:${entityName}`;
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return [...actions].map(([key, granted]) => {
    const [domain = '', entityName = ''] = key.split(':');
    return { domain, entityName, actions: granted };
  });
}
