import { handler } from '../../../lambdas/verify-org-access/handler.ts';
import { REQUIRED_PERMISSIONS } from '../../../src/provisioning/permissions.ts';
import { stageLab } from '../../support/stage-lab.ts';

const lab = stageLab();

describe('the permissions that a client must have', () => {
  it.each([
    ['named one by one', [...REQUIRED_PERMISSIONS]],
    ['granted by domain', ['architect:*:*', 'conversation:*:*', 'routing:*:*', 'sms:*:*']],
    ['granted as everything', ['*:*:*']],
    [
      'granted by entity',
      [
        'architect:flow:*',
        'architect:job:*',
        'conversation:message:*',
        'routing:message:*',
        'routing:queue:*',
        'sms:phoneNumber:*',
      ],
    ],
    ['granted by action everywhere', ['*:*:add', '*:*:create', '*:*:edit', '*:*:manage', '*:*:publish', '*:*:view']],
  ])('are complete when %s', async (_how, permissions) => {
    const org = lab.addOrg({ permissions });
    await org.inLedger();
    expect(await org.run(handler)).toMatchObject({ permissions: 'complete' });
  });

  it.each(REQUIRED_PERMISSIONS)('are not complete without %s, which is the one named', async (lacking) => {
    const org = lab.addOrg({ permissions: REQUIRED_PERMISSIONS.filter((permission) => permission !== lacking) });
    await org.inLedger();
    expect(await org.failure(handler, 'PermissionsMissing')).toContain(`lack ${lacking}.`);
  });

  it('are not granted by a name that only begins the same', async () => {
    const others = REQUIRED_PERMISSIONS.filter((permission) => permission !== 'routing:queue:view');
    const org = lab.addOrg({ permissions: [...others, 'routing:queues:view', 'routing:queue:viewAll'] });
    await org.inLedger();
    expect(await org.failure(handler, 'PermissionsMissing')).toContain('lack routing:queue:view.');
  });
});
