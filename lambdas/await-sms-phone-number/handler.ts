import { awaitSmsPhoneNumber } from '../../src/provisioning/await-sms-phone-number.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Looks whether Genesys has provisioned the number and records it as active. */
export const handler = orgStage('AwaitSmsPhoneNumber', (work) => awaitSmsPhoneNumber(work));
