import { awaitSmsPhoneNumberReleased } from '../../src/provisioning/await-sms-phone-number-released.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Waits until the number has left the org, and records that it costs nothing any more. */
export const handler = orgStage('AwaitSmsPhoneNumberReleased', (work) => awaitSmsPhoneNumberReleased(work));
