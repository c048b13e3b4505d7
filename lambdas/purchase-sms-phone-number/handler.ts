import { purchaseSmsPhoneNumber } from '../../src/provisioning/purchase-sms-phone-number.ts';
import { orgStage } from '../../src/runtime/org-stage.ts';

/** Adopts or buys the org's number, one candidate at a time. The only stage that spends money. */
export const handler = orgStage('PurchaseSmsPhoneNumber', (work) => purchaseSmsPhoneNumber(work));
