import { DECOMMISSION_REQUESTED, VERIFICATION_REQUESTED } from './events.ts';

/** How an org is decommissioned, in brackets behind the words that say so. */
export const HOW_TO_DECOMMISSION = `(event ${DECOMMISSION_REQUESTED}; docs/decommissioning.md says how)`;

/** How to get another test text; for the end of a message. */
export const ASK_TO_VERIFY = `ask for another verification (event ${VERIFICATION_REQUESTED})`;
