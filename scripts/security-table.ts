import type { Template } from './read-template.ts';

/** One right of one role: an action on a resource, references as names. */
export interface Right {
  role: string;
  action: string;
  resource: string;
  /** What else must hold, as text; empty where nothing must. */
  condition: string;
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
  for (const { role, action, resource, condition } of rightsOf(template)) {
    const row = `| \`${role}\` | \`${resource}\` | ${condition} |`;
    rows.set(row, [...(rows.get(row) ?? []), `\`${action}\``]);
  }
  const lines = [...rows].map(([row, actions]) => `${row} ${actions.join(', ')} |`);
  return ['<!-- prettier-ignore -->', '| Role | On | If | May |', '|---|---|---|---|', ...lines].join('\n');
}

/** The rows of a written table that the template does not have, and those of the template that it lacks. */
export function securityTableDrift(written: string, template: Template): { tooMany: string[]; lacking: string[] } {
  const [rows, wanted] = [written, securityTable(template)].map((text) => text.split('\n').filter(isRow));
  const without = (some: string[] = [], others: string[] = []): string[] => some.filter((row) => !others.includes(row));
  return { tooMany: without(rows, wanted), lacking: without(wanted, rows) };
}

const isRow = (line: string): boolean => line.startsWith('| `');

const keyOf = ({ role, resource, condition, action }: Right): string => `${role} ${resource} ${condition} ${action}`;

function rightsIn(template: Template, roleId: string, document: unknown): Right[] {
  const role = roleName(roleId);
  return (document as { Statement: Statement[] }).Statement.flatMap(({ Effect, Action, Resource, Condition }) => {
    if (Effect !== 'Allow') throw new Error(`${roleId} has a statement that is no Allow`);
    const condition = conditionText(Condition, template);
    return [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((on) => ({ role, action, resource: textOf(on, template), condition })),
      );
  });
}

/** Every test of a condition, as `key` operator `value`. */
function conditionText(condition: unknown, template: Template): string {
  const operators = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>);
  return operators
    .flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, values]) => {
        const texts = [values].flat().map((value) => `\`${textOf(value, template)}\``);
        return `\`${key}\` ${operator} ${texts.join(' ')}`;
      }),
    )
    .join('; ');
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
