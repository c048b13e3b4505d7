import { handler } from '../../../lambdas/verify-org-access/handler.ts';
import { FURTHER_PERMISSIONS, permissionsFor, REQUIRED_PERMISSIONS } from '../../../src/provisioning/permissions.ts';
import { registrationOf } from '../../support/ledger-records.ts';
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

  it.each(FURTHER_PERMISSIONS)('are not complete without %s where the registration asks for it', async (lacking) => {
    const all = [...REQUIRED_PERMISSIONS, ...FURTHER_PERMISSIONS];
    const registration = { leaseDays: 3, unlockFlow: true };
    const org = lab.addOrg({ registration, permissions: all.filter((permission) => permission !== lacking) });
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

describe('the permissions to undo', () => {
  const DELETING = ['architect:flow:delete', 'sms:phoneNumber:delete'];

  it.each([{ leaseDays: 3 }, { onFailure: 'release' }] as const)(
    'are asked for in advance when nobody may be there to grant them later: %j',
    async (registration) => {
      const org = lab.addOrg({ registration, permissions: [...REQUIRED_PERMISSIONS] });
      await org.inLedger();
      expect(await org.failure(handler, 'PermissionsMissing')).toContain(`lack ${DELETING.join(', ')}.`);
      const allowed = lab.addOrg({ registration, permissions: [...REQUIRED_PERMISSIONS, ...DELETING] });
      await allowed.inLedger();
      expect(await allowed.run(handler)).toMatchObject({ permissions: 'complete' });
    },
  );

  it('are not asked for by any other registration', () => {
    expect(permissionsFor(registrationOf('one', { onFailure: 'keep' }))).toEqual(REQUIRED_PERMISSIONS);
  });
});
