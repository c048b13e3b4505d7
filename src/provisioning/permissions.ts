import type { Models } from 'purecloud-platform-client-v2';
import { authorizationApi } from '../genesys/apis/authorization-api.ts';
import type { GenesysConnection } from '../genesys/connection.ts';
import { GenesysNotFoundError, GenesysPermissionError, GenesysRequestError } from '../genesys/errors.ts';
import type { Registration } from '../workflow/registration.ts';

/**
 * Every permission that provisioning and verification always use, as `domain:entity:action`. The flow permissions are those
 * of the flow operations: a flow job acts with its caller's rights.
 */
export const REQUIRED_PERMISSIONS = [
  'architect:flow:add',
  'architect:flow:edit',
  'architect:flow:publish',
  'architect:flow:view',
  'architect:job:create',
  'architect:job:view',
  'conversation:message:create',
  'conversation:message:view',
  'routing:message:manage',
  'routing:queue:edit',
  'routing:queue:view',
  'sms:phoneNumber:add',
  'sms:phoneNumber:view',
] as const;

/** What a registration needs beyond those: whatever will be undone without anybody watching must be allowed in advance. */
const FURTHER: readonly { isNeeded: (registration: Registration) => boolean; permissions: readonly string[] }[] = [
  {
    isNeeded: ({ leaseDays, onFailure }) => leaseDays !== undefined || onFailure === 'release',
    permissions: ['architect:flow:delete', 'sms:phoneNumber:delete'],
  },
  { isNeeded: ({ unlockFlow }) => unlockFlow, permissions: ['architect:flow:unlock'] },
];

/** Every permission that any registration may need beyond the required ones. */
export const FURTHER_PERMISSIONS: readonly string[] = FURTHER.flatMap(({ permissions }) => permissions);

/** The permissions that a client needs for that registration. */
export function permissionsFor(registration: Registration): readonly string[] {
  const further = FURTHER.filter(({ isNeeded }) => isNeeded(registration));
  return [...REQUIRED_PERMISSIONS, ...further.flatMap(({ permissions }) => permissions)];
}

/**
 * The permissions for a registration that the client's roles lack; `not checked` where the API won't tell a client (its
 * description names no permission for the question and no promise that a client may ask).
 */
export async function missingPermissions(
  genesys: GenesysConnection,
  registration: Registration,
): Promise<readonly string[] | 'not checked'> {
  let subject: Models.AuthzSubject;
  try {
    subject = await authorizationApi(genesys).getAuthorizationSubjectsMe();
  } catch (error) {
    if (isRefusalToTell(error)) return 'not checked';
    throw error;
  }
  const policies = (subject.grants ?? []).flatMap((grant) => grant.role?.policies ?? []);
  return permissionsFor(registration).filter((permission) => !policies.some((policy) => grants(policy, permission)));
}

/** Whether a policy grants a permission; `*` stands for all in each of the three places. */
function grants(policy: Models.AuthzGrantPolicy, permission: string): boolean {
  const [domain, entity, action] = permission.split(':');
  const isOrAll = (granted: string | undefined, wanted: string | undefined): boolean =>
    granted === '*' || granted === wanted;
  return (
    isOrAll(policy.domain, domain) &&
    isOrAll(policy.entityName, entity) &&
    (policy.actions ?? []).some((granted) => isOrAll(granted, action))
  );
}

function isRefusalToTell(error: unknown): boolean {
  return (
    error instanceof GenesysPermissionError ||
    error instanceof GenesysNotFoundError ||
    error instanceof GenesysRequestError
  );
}
