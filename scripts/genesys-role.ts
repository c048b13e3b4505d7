import type { Models } from 'purecloud-platform-client-v2';
import { FURTHER_PERMISSIONS, REQUIRED_PERMISSIONS } from '../src/provisioning/permissions.ts';
import type { StageName } from '../src/workflow/stages.ts';

/** Which stages use a permission, and for what. */
export interface PermissionUse {
  stages: readonly StageName[];
  why: string;
}

const UNDOING = 'decommissioning; asked for in advance with `leaseDays` or `onFailure: release`';

/** Every permission that the product may use, as `domain:entity:action`. */
export const ALL_PERMISSIONS: readonly string[] = [...REQUIRED_PERMISSIONS, ...FURTHER_PERMISSIONS].sort();

/** The use of every permission. A flow job acts with its caller's rights, so its permissions belong to who starts it. */
export const PERMISSION_USES: Readonly<Record<string, PermissionUse>> = {
  'architect:flow:add': { stages: ['PublishMessageFlow'], why: 'publish a flow that the org does not have' },
  'architect:flow:delete': {
    stages: ['RouteMessagesToFlow', 'DeleteMessageFlow'],
    why: `delete the flow that we made, also when a registration names another one; ${UNDOING}`,
  },
  'architect:flow:edit': { stages: ['PublishMessageFlow'], why: 'publish a new version of a flow' },
  'architect:flow:publish': { stages: ['PublishMessageFlow'], why: 'publish it' },
  'architect:flow:unlock': {
    stages: ['PublishMessageFlow'],
    why: 'take a flow from whoever has it open; asked for only with `unlockFlow`',
  },
  'architect:flow:view': {
    stages: [
      ...(['VerifyOrgAccess', 'PublishMessageFlow', 'AwaitMessageFlow', 'SendTestSms', 'DeleteMessageFlow'] as const),
      'CheckLabOrgs',
      'PlanLabOrg',
    ],
    why: 'find the flow by name, see its lock and its published version',
  },
  'architect:job:create': { stages: ['PublishMessageFlow'], why: 'start the job that publishes' },
  'architect:job:view': { stages: ['AwaitMessageFlow'], why: 'see how the job went' },
  'conversation:message:create': { stages: ['SendTestSms'], why: 'send the test text' },
  'conversation:message:view': { stages: ['AwaitTestSmsReceipt'], why: 'see whether it was delivered' },
  'routing:message:manage': {
    stages: ['VerifyOrgAccess', 'RouteMessagesToFlow', 'SendTestSms', 'UnrouteMessages', 'CheckLabOrgs', 'PlanLabOrg'],
    why: "see and set the flow of the number's recipient",
  },
  'routing:queue:edit': {
    stages: ['AssignQueueOutboundNumber', 'UnassignQueueOutboundNumber'],
    why: 'set the number that the queue sends from, and give it back',
  },
  'routing:queue:view': {
    stages: [
      ...(['VerifyOrgAccess', 'PublishMessageFlow', 'AssignQueueOutboundNumber', 'SendTestSms'] as const),
      ...(['UnassignQueueOutboundNumber', 'CheckLabOrgs', 'PlanLabOrg'] as const),
    ],
    why: 'find the queue by name (the flow job does too), see its number',
  },
  'sms:phoneNumber:add': {
    stages: ['PurchaseSmsPhoneNumber', 'PlanLabOrg'],
    why: 'search for a number and buy it: this one spends money',
  },
  'sms:phoneNumber:delete': { stages: ['ReleaseSmsPhoneNumber'], why: `release the number; ${UNDOING}` },
  'sms:phoneNumber:view': {
    stages: [
      ...(['VerifyOrgAccess', 'PurchaseSmsPhoneNumber', 'AwaitSmsPhoneNumber', 'ReleaseSmsPhoneNumber'] as const),
      ...(['AwaitSmsPhoneNumberReleased', 'CheckLabOrgs', 'PlanLabOrg'] as const),
    ],
    why: 'see the number and its state',
  },
};

/** The body of `POST /api/v2/authorization/roles` that makes the role of the product's OAuth client. */
export function genesysRole(): Models.DomainOrganizationRoleCreate {
  const actions = new Map<string, string[]>();
  for (const permission of ALL_PERMISSIONS) {
    const [domain = '', entityName = '', action = ''] = permission.split(':');
    const key = `${domain}:${entityName}`;
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return {
    name: 'lab-sms',
    description: 'What lab-sms does here: publish a flow, buy and release a number, connect them, send a test text.',
    permissionPolicies: [...actions].map(([key, actionSet]) => {
      const [domain = '', entityName = ''] = key.split(':');
      return { domain, entityName, actionSet, allowConditions: false };
    }),
  };
}

/** The permissions with their uses, as a table. */
export function genesysRoleTable(): string {
  const rows = ALL_PERMISSIONS.map((permission) => {
    const use = PERMISSION_USES[permission];
    if (use === undefined) throw new Error(`${permission} is asked for, and nothing says which stage uses it`);
    return `| \`${permission}\` | ${use.stages.map((stage) => `\`${stage}\``).join(', ')} | ${use.why} |`;
  });
  return ['<!-- prettier-ignore -->', '| Permission | Used by | To |', '|---|---|---|', ...rows].join('\n');
}
