import type { AsynchronousInvocation, FunctionResource } from './stack.ts';
import { nameInArn, type TemplateReader, type TemplateResource } from './template-reader.ts';

/** Gives the folder of an asset by its key in the assets bucket. */
export type AssetFolderOf = (key: string, where: string) => string;

/** AWS's own values for what a template leaves out. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_ASYNCHRONOUS_RETRIES = 2;

/** The functions of the template; only Node.js from a zipped asset can be run. */
export function readFunctions(template: TemplateReader, assetFolderOf: AssetFolderOf): FunctionResource[] {
  const invokeConfigs = template.ofType('AWS::Lambda::EventInvokeConfig');
  return template.ofType('AWS::Lambda::Function').map((resource) => {
    const { properties } = resource;
    const runtime = properties.string('Runtime');
    if (!runtime.startsWith('nodejs')) throw new Error(`${properties.where}.Runtime: cannot run ${runtime} locally`);
    const code = properties.object('Code');
    return {
      name: resource.name,
      arn: resource.arn,
      codeFolder: assetFolderOf(code.string('S3Key'), code.where),
      runtime,
      handler: properties.string('Handler'),
      timeoutSeconds: properties.number('Timeout', DEFAULT_TIMEOUT_SECONDS),
      memorySizeMb: properties.number('MemorySize', DEFAULT_MEMORY_MB),
      environment: properties.optionalObject('Environment')?.optionalObject('Variables')?.strings() ?? {},
      logGroupName:
        properties.optionalObject('LoggingConfig')?.optionalString('LogGroup') ?? `/aws/lambda/${resource.name}`,
      asynchronous: asynchronousInvocation(resource, invokeConfigs),
    };
  });
}

function asynchronousInvocation(fn: TemplateResource, invokeConfigs: TemplateResource[]): AsynchronousInvocation {
  const config = invokeConfigs.find(({ properties }) => nameInArn(properties.string('FunctionName')) === fn.name);
  const onFailure =
    config?.properties.optionalObject('DestinationConfig')?.optionalObject('OnFailure')?.string('Destination') ??
    fn.properties.optionalObject('DeadLetterConfig')?.string('TargetArn');
  if (onFailure !== undefined && !onFailure.startsWith('arn:aws:sqs:')) {
    throw new Error(
      `${fn.properties.where}: failed invocations can only go to an SQS queue locally, not to ${onFailure}`,
    );
  }
  return {
    maximumRetryAttempts:
      config?.properties.number('MaximumRetryAttempts', DEFAULT_ASYNCHRONOUS_RETRIES) ?? DEFAULT_ASYNCHRONOUS_RETRIES,
    ...(onFailure !== undefined && { onFailureQueueArn: onFailure }),
  };
}
