import { sendTestSms } from '../../src/provisioning/send-test-sms.ts';
import { sendingStage } from '../../src/runtime/verification-stage.ts';

/** Checks the routing and sends one test text, at most once per verification. */
export const handler = sendingStage((work) => sendTestSms(work));
