import { synthesised, type Synthesised } from '../support/synthesised.ts';
import { GENESYS_ROLE_PATH } from '../../src/workflow/credentials-policy.ts';
import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';

interface Trust {
  Principal: { Service: string };
  Action: string;
  Condition?: Record<string, Record<string, unknown>>;
}

let stack: Synthesised;

beforeAll(async () => {
  stack = await synthesised();
});

const roles = () => Object.entries(stack.ofType('AWS::IAM::Role'));

const trustOf = (id: string): Trust[] =>
  (stack.ofType('AWS::IAM::Role')[id]?.Properties.AssumeRolePolicyDocument as { Statement: Trust[] }).Statement;

it('lets one service assume a role, and never a person, another account or everybody', () => {
  for (const [id] of roles()) {
    const services = trustOf(id).map(({ Principal, Action }) => [Object.keys(Principal), Principal.Service, Action]);
    const service = expect.stringMatching(/^(lambda|states|events|scheduler)\.amazonaws\.com$/) as unknown;
    expect(services).toEqual([[['Service'], service, 'sts:AssumeRole']]);
  }
});

it.each(STATE_MACHINE_NAMES)('lets Step Functions assume the role of %s for that machine only', (name) => {
  const { RoleArn } = stack.named('AWS::StepFunctions::StateMachine', name).Properties;
  const [trust] = trustOf(stack.text(RoleArn));
  expect(trust?.Principal).toEqual({ Service: 'states.amazonaws.com' });
  const { 'aws:SourceArn': sourceArn, ...others } = trust?.Condition?.ArnEquals ?? {};
  expect(stack.text(sourceArn)).toBe(`arn:<Partition>:states:<Region>:<AccountId>:stateMachine:${name}`);
  expect(others).toEqual({});
});

it('has no managed policy and no boundary to rely on: what a role may do is all in its own policies', () => {
  expect(stack.ofType('AWS::IAM::ManagedPolicy')).toEqual({});
  for (const [, { Properties }] of roles()) expect(Properties.ManagedPolicyArns).toBeUndefined();
});

it('names no role, since names of roles are shared by all regions of an account', () => {
  expect(roles().filter(([, { Properties }]) => Properties.RoleName !== undefined)).toEqual([]);
});

it('has nobody but stages that may read secrets under the path that their resource policy lets through', () => {
  const readers = Object.values(stack.ofType('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes('secretsmanager:'))
    .flatMap(({ Properties }) => (Properties.Roles as { Ref: string }[]).map(({ Ref }) => Ref));
  const underPath = roles().filter(([, { Properties }]) => Properties.Path === GENESYS_ROLE_PATH);
  expect(underPath.map(([id]) => id).sort()).toEqual(readers.sort());
  expect(readers).toHaveLength(16);
});
