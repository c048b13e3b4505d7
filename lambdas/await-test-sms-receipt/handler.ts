import { awaitTestSmsReceipt } from '../../src/provisioning/await-test-sms-receipt.ts';
import { receiptStage } from '../../src/runtime/verification-stage.ts';

/** Asks what became of the test text and records the outcome. */
export const handler = receiptStage((work) => awaitTestSmsReceipt(work));
