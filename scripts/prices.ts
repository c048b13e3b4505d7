/** When and where these were looked up; list prices change, so they are to be checked before anybody counts on them. */
export const PRICES_FROM = 'us-east-1, list prices as of November 2026';

/** What is billed by use: its price in US dollars for one, and what of it is free each month, for ever. */
export interface Price {
  /** For people, in the plural. */
  unit: string;
  dollars: number;
  freeAMonth: number;
  /** Where the price was seen. */
  seen: "on AWS's page" | "in others' articles" | 'from memory';
}

/** Everything that a run, a schedule or an org uses and AWS bills. */
export const PRICES = {
  transitions: {
    unit: 'state transitions',
    dollars: 0.025 / 1_000,
    freeAMonth: 4_000,
    seen: "on AWS's page",
  },
  invocations: {
    unit: 'Lambda invocations',
    dollars: 0.2 / 1e6,
    freeAMonth: 1_000_000,
    seen: "in others' articles",
  },
  gigabyteSeconds: {
    unit: 'Lambda GB-seconds (arm64)',
    dollars: 0.0000133334,
    freeAMonth: 400_000,
    seen: "in others' articles",
  },
  readUnits: {
    unit: 'DynamoDB read units',
    dollars: 0.125 / 1e6,
    freeAMonth: 0,
    seen: "in others' articles",
  },
  writeUnits: {
    unit: 'DynamoDB write units',
    dollars: 0.625 / 1e6,
    freeAMonth: 0,
    seen: "in others' articles",
  },
  secretCalls: {
    unit: 'Secrets Manager calls',
    dollars: 0.05 / 10_000,
    freeAMonth: 0,
    seen: "in others' articles",
  },
  events: {
    unit: 'events on the bus',
    dollars: 1 / 1e6,
    freeAMonth: 0,
    seen: "in others' articles",
  },
  scheduleStarts: {
    unit: 'starts by a schedule',
    dollars: 1 / 1e6,
    freeAMonth: 14_000_000,
    seen: 'from memory',
  },
  logBytes: {
    unit: 'log bytes',
    dollars: 0.5 / 1e9,
    freeAMonth: 5e9,
    seen: "in others' articles",
  },
  traces: {
    unit: 'X-Ray traces',
    dollars: 5 / 1e6,
    freeAMonth: 100_000,
    seen: 'from memory',
  },
} as const satisfies Record<string, Price>;

/** The name of something that is billed by use. */
export type Used = keyof typeof PRICES;

/** How much of each was used. */
export type Counts = Readonly<Record<Used, number>>;

/** What is billed by the month whether it is used or not, in US dollars. */
export const MONTHLY = { secret: 0.4, metric: 0.3, alarmMetric: 0.1, dashboard: 3 } as const;

/** Of each kind so many are free in an account. */
export const FREE_MONTHLY = { secret: 0, metric: 10, alarmMetric: 10, dashboard: 3 } as const;

/** What Lambda bills is not measured here but assumed: seconds of one invocation, and of each call to Genesys in it. */
export const ASSUMED = { secondsOfInvocation: 1, secondsOfGenesysCall: 0.3, gigabytes: 0.5 } as const;

/** What Lambda itself writes to the log for one invocation (start, end and report), in bytes: assumed as well. */
export const LAMBDAS_OWN_LOG_BYTES = 900;

/** CloudWatch adds this to each log line when it counts bytes. */
export const BYTES_BESIDE_A_LINE = 26;
