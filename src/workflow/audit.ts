/** How far a change in an org has come. `found done`: what was wanted was there already, made by an earlier call or somebody else. */
export const AUDIT_PHASES = ['intended', 'done', 'found done', 'refused', 'in doubt'] as const;
export type AuditPhase = (typeof AUDIT_PHASES)[number];

/** What a change means for somebody's bill. */
export const COST_EFFECTS = [
  'none',
  'monthly charge begins',
  'monthly charge possible',
  'monthly charge ends',
  'text charged',
  'text charge possible',
] as const;
export type CostEffect = (typeof COST_EFFECTS)[number];

/** Kinds of Genesys things that lab-sms changes. */
export const RESOURCE_TYPES = ['SMS phone number', 'queue', 'message flow', 'message route', 'text message'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

interface ChangeFacts {
  resourceType: ResourceType;
  /** By phase; a phase that is not named costs nothing. */
  costs?: Partial<Record<AuditPhase, CostEffect>>;
}

/**
 * Every change that lab-sms makes in an org, as the audit trail calls it. A number that is found bought costs nothing more
 * by itself: whoever finds that its purchase had its effect says so.
 */
export const CHANGES = {
  'publish inbound message flow': { resourceType: 'message flow' },
  'unlock message flow': { resourceType: 'message flow' },
  'delete message flow': { resourceType: 'message flow' },
  'delete superseded message flow': { resourceType: 'message flow' },
  'purchase SMS phone number': {
    resourceType: 'SMS phone number',
    costs: { done: 'monthly charge begins', 'in doubt': 'monthly charge possible' },
  },
  'adopt SMS phone number': { resourceType: 'SMS phone number' },
  'activate SMS phone number': { resourceType: 'SMS phone number' },
  'release SMS phone number': { resourceType: 'SMS phone number' },
  'set queue outbound SMS number': { resourceType: 'queue' },
  'route messages to flow': { resourceType: 'message route' },
  'unroute messages': { resourceType: 'message route' },
  'send test SMS': {
    resourceType: 'text message',
    costs: { done: 'text charged', 'in doubt': 'text charge possible' },
  },
  'undo message route': { resourceType: 'message route' },
  'undo queue outbound number': { resourceType: 'queue' },
  'undo message flow': { resourceType: 'message flow' },
  'undo SMS phone number': { resourceType: 'SMS phone number' },
} as const satisfies Record<string, ChangeFacts>;
export type Change = keyof typeof CHANGES;

/** What a change costs at that phase, unless its own line says otherwise. */
export function costEffectOf(change: Change, phase: AuditPhase): CostEffect {
  const { costs }: ChangeFacts = CHANGES[change];
  return costs?.[phase] ?? 'none';
}
