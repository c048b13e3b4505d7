/** Where Lambda's GetAccountSettings is asked for. */
export const ACCOUNT_SETTINGS_PATH = /^\/2016-08-19\/account-settings\/?$/;

const CONCURRENT_EXECUTIONS = 1_000;

/** What Lambda says of an account whose limits were raised to the usual ones; nothing here holds functions to them. */
export const ACCOUNT_SETTINGS = {
  AccountLimit: {
    TotalCodeSize: 80_530_636_800,
    CodeSizeUnzipped: 262_144_000,
    CodeSizeZipped: 52_428_800,
    ConcurrentExecutions: CONCURRENT_EXECUTIONS,
    UnreservedConcurrentExecutions: CONCURRENT_EXECUTIONS,
  },
  AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
};
