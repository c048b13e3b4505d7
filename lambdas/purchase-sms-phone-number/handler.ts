import { purchaseSmsPhoneNumber } from '../../src/provisioning/purchase-sms-phone-number.ts';
import { readSpendLimits } from '../../src/runtime/environment.ts';
import { orgStage, spendOf } from '../../src/runtime/org-stage.ts';

/** Adopts or buys the org's number, one candidate at a time. The only stage that spends money. */
export const handler = orgStage('PurchaseSmsPhoneNumber', (work, run) =>
  purchaseSmsPhoneNumber(work, { limits: readSpendLimits(), spend: spendOf(work, run) }),
);
