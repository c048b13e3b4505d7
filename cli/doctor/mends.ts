/** What to do about a stack that is older than this lab-sms, or was not deployed to the end. */
export const DEPLOY_AGAIN = 'Bring the stack up to date: npm run deploy.';

/** What to do about a part of the stack that CloudFormation takes for being there. */
export const MAKE_ANEW =
  'Somebody has deleted it: destroy the stack (npm run destroy) and deploy it again (npm run deploy).';
