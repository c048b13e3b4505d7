import type { QueryService } from '../endpoint/query-protocol.ts';
import { ACCOUNT_ID } from '../identity.ts';

/** Security Token Service, as far as it is simulated: who asks, which many tools want to know before anything else. */
export const securityTokenService: QueryService = {
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    GetCallerIdentity: () => ({ Arn: `arn:aws:iam::${ACCOUNT_ID}:root`, UserId: ACCOUNT_ID, Account: ACCOUNT_ID }),
  },
};
