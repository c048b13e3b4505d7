import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocuments, writtenPart } from '../../scripts/generated-docs.ts';
import { rightsOf, securityTableDrift } from '../../scripts/security-table.ts';
import { PROJECT } from '../support/run-node.ts';
import { synthesised, type Resource } from '../support/synthesised.ts';

const written = writtenPart(readFileSync(join(PROJECT, 'docs/security.md'), 'utf8'), 'security table') ?? '';

interface Template {
  Resources: Record<string, Resource>;
}
interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, unknown>;
}

async function templateCopy(): Promise<Template> {
  return structuredClone((await synthesised()).template);
}

/** The statements of the policy of that role. */
function statementsOf({ Resources }: Template, role: string): Statement[] {
  const policy = Object.values(Resources).find(
    ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles).includes(role),
  );
  return (policy?.Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** The names of the roles in rows of the table. */
const rolesIn = (rows: readonly string[]): string[] => rows.map((row) => row.split('`')[1] ?? '');

describe('the table of rights', () => {
  it('has every right of the template and no other', async () => {
    expect(securityTableDrift(written, await templateCopy())).toEqual({ tooMany: [], lacking: [] });
  });

  it('is out of step with one action more, and names the role that has it', async () => {
    const planted = await templateCopy();
    const [statement] = statementsOf(planted, 'StagesRecordProvisionedRole');
    if (statement) statement.Action = [statement.Action, 'logs:DeleteLogGroup'].flat();
    const { lacking } = securityTableDrift(written, planted);
    expect(rolesIn(lacking)).toEqual(['StagesRecordProvisionedRole']);
    expect(lacking[0]).toContain('`logs:DeleteLogGroup`');
    const page = generatedDocuments(PROJECT, planted).find(({ file }) => file === 'docs/security.md');
    expect(page?.generated === page?.current).toBe(false);
  });

  it('is out of step with one resource more', async () => {
    const planted = await templateCopy();
    const statement = statementsOf(planted, 'StagesSendTestSmsRole').find(({ Action }) => Action.includes('states:'));
    if (statement) statement.Resource = [statement.Resource, '*'].flat();
    expect(rolesIn(securityTableDrift(written, planted).lacking)).toEqual(['StagesSendTestSmsRole']);
  });

  it('is out of step without a condition', async () => {
    const planted = await templateCopy();
    const statement = statementsOf(planted, 'StagesRecordReleasedRole').find(({ Condition }) => Condition);
    if (statement) delete statement.Condition;
    const { lacking, tooMany } = securityTableDrift(written, planted);
    expect([rolesIn(lacking), rolesIn(tooMany)]).toEqual([['StagesRecordReleasedRole'], ['StagesRecordReleasedRole']]);
  });

  it('is out of step with one right less', async () => {
    const planted = await templateCopy();
    statementsOf(planted, 'StagesClaimLabOrgRole').pop();
    expect(new Set(rolesIn(securityTableDrift(written, planted).tooMany))).toEqual(new Set(['StagesClaimLabOrgRole']));
  });

  it('is not made of a template with a managed policy or a statement that denies', async () => {
    const managed = await templateCopy();
    const [id, role] = Object.entries(managed.Resources).find(([, { Type }]) => Type === 'AWS::IAM::Role') ?? [];
    if (role) role.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    expect(() => rightsOf(managed)).toThrow(`${id ?? ''} has a managed policy`);
    const denying = await templateCopy();
    Object.assign(statementsOf(denying, 'StagesClaimLabOrgRole')[0] ?? {}, { Effect: 'Deny' });
    expect(() => rightsOf(denying)).toThrow('no Allow');
  });
});
