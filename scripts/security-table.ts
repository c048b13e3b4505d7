import type { Template } from './read-template.ts';

/** One right of one role: an action on a resource, references as names. */
export interface Right {
  role: string;
  action: string;
  resource: string;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const NAMES = ['FunctionName', 'StateMachineName', 'TableName', 'LogGroupName', 'QueueName', 'Name'];

/** Everything that the roles of a template may do, by role, action and resource; a policy that denies stops the reading. */
export function rightsOf(template: Template): Right[] {
  const { Resources } = template;
  const rights = Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === 'AWS::IAM::Policy') {
      const roles = (Properties.Roles as { Ref: string }[]).map(({ Ref }) => Ref);
      return roles.flatMap((role) => rightsIn(template, role, Properties.PolicyDocument));
    }
    if (Type !== 'AWS::IAM::Role') return [];
    if (Properties.ManagedPolicyArns !== undefined) throw new Error(`${id} has a managed policy`);
    const policies = (Properties.Policies ?? []) as { PolicyDocument: unknown }[];
    return policies.flatMap(({ PolicyDocument }) => rightsIn(template, id, PolicyDocument));
  });
  return rights.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The rights as a table, one row per role and resource. */
export function securityTable(template: Template): string {
  const rows = new Map<string, string[]>();
  for (const { role, action, resource } of rightsOf(template)) {
    const row = `| \`${role}\` | \`${resource}\` |`;
    rows.set(row, [...(rows.get(row) ?? []), `\`${action}\``]);
  }
  const lines = [...rows].map(([row, actions]) => `${row} ${actions.join(', ')} |`);
  return ['<!-- prettier-ignore -->', '| Role | On | May |', '|---|---|---|', ...lines].join('\n');
}

const keyOf = ({ role, resource, action }: Right): string => `${role} ${resource} ${action}`;

function rightsIn(template: Template, roleId: string, document: unknown): Right[] {
  const role = roleName(roleId);
  return (document as { Statement: Statement[] }).Statement.flatMap(({ Effect, Action, Resource }) => {
    if (Effect !== 'Allow') throw new Error(`${roleId} has a statement that is no Allow`);
    return [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((on) => ({ role, action, resource: textOf(on, template) })));
  });
}

/** `StagesSendTestSmsRole0A1B2C3D` -> `StagesSendTestSmsRole`: the hash says nothing to a reader. */
function roleName(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

function textOf(value: unknown, { Resources }: Template): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    Ref?: string;
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: [string, unknown[]];
  };
  if (join !== undefined) return join[1].map((part) => textOf(part, { Resources })).join(join[0]);
  const id = Ref ?? attribute?.[0];
  if (id === undefined) throw new Error(`not readable in a policy: ${JSON.stringify(value)}`);
  if (id.startsWith('AWS::')) return `<${id.slice('AWS::'.length)}>`;
  const { Properties = {} } = Resources[id] ?? {};
  const name = NAMES.map((property) => Properties[property]).find((found) => typeof found === 'string');
  return typeof name === 'string' ? name : roleName(id);
}
