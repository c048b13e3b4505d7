import { mkdirSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { REGION } from '../identity.ts';
import type { FunctionResource } from '../template/stack.ts';

/** What all sandboxes of a world share. */
export interface SandboxSurroundings {
  endpointUrl: string;
  /** An empty home folder, so that no configuration of the user's is found. */
  homeFolder: string;
  /** Variables that the local world adds to those of the template. */
  added: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a sandbox: the template's variables and what Lambda sets, and nothing of the user's, so that a
 * handler can neither use the user's AWS credentials nor depend on a variable that it will not have on AWS.
 */
export function sandboxEnvironment(
  fn: FunctionResource,
  logStreamName: string,
  surroundings: SandboxSurroundings,
): Record<string, string> {
  mkdirSync(surroundings.homeFolder, { recursive: true });
  return {
    ...fn.environment,
    ...surroundings.added,
    _HANDLER: fn.handler,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySizeMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    LAMBDA_TASK_ROOT: fn.codeFolder,
    AWS_ACCESS_KEY_ID: 'LOCALWORLD',
    AWS_SECRET_ACCESS_KEY: 'made-up',
    AWS_ENDPOINT_URL: surroundings.endpointUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    HOME: surroundings.homeFolder,
    LANG: 'en_US.UTF-8',
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    TZ: ':UTC',
  };
}
