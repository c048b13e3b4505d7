import { AwsError } from '../endpoint/aws-error.ts';
import type { JsonObject } from '../json.ts';
import type { FunctionResource } from '../template/stack.ts';
import type { FunctionHost } from './function-host.ts';

/** Where Lambda's GetFunctionConfiguration is asked for; the function's name is its first group. */
export const FUNCTION_CONFIGURATION_PATH = /^\/2015-03-31\/functions\/([^/]+)\/configuration\/?$/;

/** Lambda's GetFunctionConfiguration: what the template says of a function; it is always ready. */
export function functionConfiguration(host: FunctionHost, nameOrArn: string): JsonObject {
  const fn = host.find(nameOrArn);
  if (!fn) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  return described(fn);
}

function described(fn: FunctionResource): JsonObject {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime,
    Handler: fn.handler,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memorySizeMb,
    Environment: { Variables: { ...fn.environment } },
    LoggingConfig: { LogGroup: fn.logGroupName },
    PackageType: 'Zip',
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
