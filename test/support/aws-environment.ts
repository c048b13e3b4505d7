import { devNull } from 'node:os';
import process from 'node:process';

/**
 * The environment of a program that finds AWS as people's tools do: at the endpoint, with credentials that open nothing, and
 * with nothing of this machine's own configuration. What is given replaces the rest.
 */
export function awsEnvironment(endpointUrl: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'made-up',
    AWS_SECRET_ACCESS_KEY: 'made-up',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
}
