import { awaitSmsPhoneNumber } from '../../src/provisioning/await-sms-phone-number.ts';
import { provisioningStage, spendOf } from '../../src/runtime/provisioning-stage.ts';

/** Looks whether Genesys has provisioned the number and records it as active. */
export const handler = provisioningStage('AwaitSmsPhoneNumber', (work, run) =>
  awaitSmsPhoneNumber(work, spendOf(work, run)),
);
