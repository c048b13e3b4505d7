import { purchaseSmsPhoneNumber } from '../../src/provisioning/purchase-sms-phone-number.ts';
import { readSpendLimits } from '../../src/runtime/environment.ts';
import { provisioningStage, spendOf } from '../../src/runtime/provisioning-stage.ts';

/** Adopts or buys the org's number, one candidate at a time. The only stage that spends money. */
export const handler = provisioningStage('PurchaseSmsPhoneNumber', (work, run) =>
  purchaseSmsPhoneNumber(work, { limits: readSpendLimits(), spend: spendOf(work, run) }),
);
