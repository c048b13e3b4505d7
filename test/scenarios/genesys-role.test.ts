import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Models } from 'purecloud-platform-client-v2';
import { ROUTES } from '../../local/genesys/routes.ts';
import { ALL_PERMISSIONS, PERMISSION_USES } from '../../scripts/genesys-role.ts';
import { STAGE_LOG_GROUP_NAME } from '../../src/workflow/names.ts';
import { STAGES_THAT_CALL_GENESYS } from '../../src/workflow/stages.ts';
import { FLOW_NAME } from '../crash-matrix/matrix-org.ts';
import { PROJECT } from '../support/run-node.ts';
import { seed } from './lab.ts';
import { Scenario } from './scenario.ts';
import { ScenarioOrg } from './several-orgs.ts';

const role = JSON.parse(
  readFileSync(join(PROJECT, 'docs/examples/genesys-role.json'), 'utf8'),
) as Models.DomainOrganizationRoleCreate;

/** What a client has in whose org the role was made by that file. */
const granted = (role.permissionPolicies ?? []).flatMap(({ domain = '', entityName = '', actionSet = [] }) =>
  actionSet.map((action) => `${domain}:${entityName}:${action}`),
);

/** An org whose client has that role and nothing else; with everything that asks for a further permission. */
const orgWith = (number: number, flows: { name: string; lockedBy: string }[]): ScenarioOrg => {
  const clients = [{ clientId: `client-${number}`, clientSecret: `secret-0815-${number}`, permissions: granted }];
  const registration = { leaseDays: 3, unlockFlow: true, replace: ['flow'] };
  return new ScenarioOrg(`Lab ${number}`, number, { clients, flows }, registration);
};

const AN_HOUR_MS = 3_600_000;

const template = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

/** The permissions that the calls of each stage needed, as far as one permission and no other opens the call. */
function needed(lines: readonly { stage: string; operation: string }[]): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { stage, operation } of lines) {
    const [method, path = ''] = operation.split(' ');
    const route = ROUTES.find((each) => each.method === method && template(each.path) === template(path));
    const permissions = route?.operation === 'postFlowsActionsUnlock' ? ['architect:flow:unlock'] : route?.permissions;
    for (const permission of permissions ?? []) uses.set(permission, (uses.get(permission) ?? new Set()).add(stage));
  }
  return uses;
}

describe('a client with the role of docs/examples/genesys-role.json, and no other right', () => {
  const orgs = [orgWith(1, []), orgWith(2, [{ name: FLOW_NAME, lockedBy: 'Ada Lovelace' }])];
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start(seed(...orgs.map((org) => org.seed)), { functions: 'in processes' });
    for (const org of orgs) {
      await scenario.storeSecret(org.id, org.secret);
      await scenario.invoke('lab-sms-PlanLabOrg', { registration: org.registration });
      await scenario.register(org.registration);
      // Once more, so that everything is looked at that is there by now.
      await scenario.register(org.registration);
      await scenario.invoke('lab-sms-PlanLabOrg', { registration: org.registration });
    }
  }, 120_000);
  afterAll(() => scenario.stop());

  it('has exactly the permissions of the product', () => {
    expect(granted.sort()).toEqual(ALL_PERMISSIONS);
    expect(Object.keys(PERMISSION_USES).sort()).toEqual(ALL_PERMISSIONS);
  });

  it('is enough for provisioning, verification, a scheduled check and decommissioning, and Genesys refuses nothing', async () => {
    await scenario.pass(AN_HOUR_MS);
    for (const { id } of orgs) {
      expect(await scenario.ledger(id)).toMatchObject({ status: 'ready' });
      await scenario.decommission({ genesysOrgId: id });
      expect(await scenario.ledger(id)).toMatchObject({ status: 'decommissioned' });
    }
    const verifications = await scenario.executions('lab-sms-verification');
    expect(verifications.map(({ status }) => status)).toEqual(verifications.map(() => 'SUCCEEDED'));
    const refused = scenario.genesys.control.requests().filter(({ status }) => status === 403);
    expect(refused).toEqual([]);
  });

  it('is used as the table in docs/security.md says, by the stages that it names', async () => {
    const lines: { kind: string; stage: string; operation: string }[] = [];
    for (let nextToken: string | undefined, isFirst = true; isFirst || nextToken; isFirst = false) {
      const filter = { logGroupName: STAGE_LOG_GROUP_NAME, nextToken };
      const page = await scenario.clients.logs.send(new FilterLogEventsCommand(filter));
      for (const { message = '' } of page.events ?? [])
        if (message.startsWith('{')) lines.push(JSON.parse(message) as (typeof lines)[number]);
      nextToken = page.nextToken;
    }
    const calls = lines.filter(({ kind }) => kind === 'genesysCall');
    expect([...new Set(calls.map(({ stage }) => stage))].sort()).toEqual([...STAGES_THAT_CALL_GENESYS].sort());
    const seen = needed(calls);
    // A call that either permission opens asks for no further one; a job's own permissions are no route's.
    seen.delete('conversation:webmessaging:view');
    const ofTheJob = ['architect:flow:add', 'architect:flow:edit', 'architect:flow:publish'];
    expect([...seen.keys(), ...ofTheJob].sort()).toEqual(ALL_PERMISSIONS);
    const unnamed = [...seen].flatMap(([permission, stages]) => {
      const named: readonly string[] = PERMISSION_USES[permission]?.stages ?? [];
      return [...stages].filter((stage) => !named.includes(stage)).map((stage) => `${permission} by ${stage}`);
    });
    expect(unnamed).toEqual([]);
  });
});
