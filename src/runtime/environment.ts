import process from 'node:process';

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
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '')
      throw new Error(`environment variable ${name} is missing: the stack sets it`);
    return value;
  };
  return {
    ledgerTableName: required('LEDGER_TABLE_NAME'),
    eventBusName: required('EVENT_BUS_NAME'),
    taskRoot: required('LAMBDA_TASK_ROOT'),
    genesysEndpointUrl: env.GENESYS_ENDPOINT_URL,
  };
}
