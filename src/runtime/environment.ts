import process from 'node:process';
import type { SpendLimits } from '../ledger/spend.ts';

/** What a stage is told by its function's environment: names only, nothing of worth. */
export interface StageEnvironment {
  ledgerTableName: string;
  eventBusName: string;
  /** The folder that holds `flows/`: the bundle's own folder on Lambda. */
  taskRoot: string;
  /** A Genesys Cloud on loopback instead of the real one; absent on AWS. */
  genesysEndpointUrl: string | undefined;
}

/** Reads the environment, strictly: a missing variable is an error that names it. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): StageEnvironment {
  return {
    ledgerTableName: required(env, 'LEDGER_TABLE_NAME'),
    eventBusName: required(env, 'EVENT_BUS_NAME'),
    taskRoot: required(env, 'LAMBDA_TASK_ROOT'),
    genesysEndpointUrl: env.GENESYS_ENDPOINT_URL,
  };
}

/** How many numbers may be bought, which only the stage that buys is told. */
export function readSpendLimits(env: NodeJS.ProcessEnv = process.env): SpendLimits {
  return { perDay: requiredCount(env, 'NUMBERS_PER_DAY'), inAll: requiredCount(env, 'NUMBERS_IN_ALL') };
}

/** How many test texts an org may get a day, which only the stage that sends is told. */
export function readTestSmsLimit(env: NodeJS.ProcessEnv = process.env): number {
  return requiredCount(env, 'TEST_SMS_PER_ORG_AND_DAY');
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '')
    throw new Error(`environment variable ${name} is missing: the stack sets it`);
  return value;
}

function requiredCount(env: NodeJS.ProcessEnv, name: string): number {
  const value = required(env, name);
  if (!/^\d+$/.test(value)) throw new Error(`environment variable ${name} (${value}) is not a whole number`);
  return Number(value);
}
