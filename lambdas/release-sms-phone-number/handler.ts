import { releaseSmsPhoneNumber } from '../../src/provisioning/release-sms-phone-number.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Releases the number that we bought; an adopted one only where the request spells it out. */
export const handler = orgStage('ReleaseSmsPhoneNumber', (work) => releaseSmsPhoneNumber(work));
