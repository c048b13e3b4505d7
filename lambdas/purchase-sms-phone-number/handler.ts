import { purchaseSmsPhoneNumber } from '../../src/provisioning/purchase-sms-phone-number.ts';
import { provisioningStage } from '../../src/runtime/provisioning-stage.ts';

/** Adopts or buys the org's number, one candidate at a time. The only stage that spends money. */
export const handler = provisioningStage('PurchaseSmsPhoneNumber', (work) => purchaseSmsPhoneNumber(work));
