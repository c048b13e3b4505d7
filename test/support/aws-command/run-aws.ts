import { REGION } from '../../../local/aws/identity.ts';
import { isJsonObject, type JsonObject } from '../../../local/aws/json.ts';
import { cliCall } from './cli-call.ts';
import { cliOutput, plainAnswer } from './cli-output.ts';
import { serviceOperation, type ServiceOperation } from './services.ts';

/** Members of an input that end the CLI's own paging when they are given. */
const PAGING = /^(limit|maxResults|maxItems|nextToken|exclusiveStartKey)$/i;
const TOKENS = /^(nextToken|LastEvaluatedKey)$/i;

/** Runs the words behind `aws` through the official SDK and gives what the CLI would print. Throws as the CLI words it. */
export async function runAws(
  [service = '', operationName = '', ...words]: readonly string[],
  { endpointUrl, folder }: { endpointUrl: string; folder: string },
): Promise<string> {
  const operation = serviceOperation(service, operationName);
  const call = cliCall(words, operation.input, folder);
  const client = operation.connect({
    endpoint: call.endpointUrl ?? endpointUrl,
    region: call.region ?? REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const isOnePage = call.maxItems === undefined && Object.keys(call.input).some((name) => PAGING.test(name));
  try {
    const answer =
      isOnePage || !operation.pages
        ? plainAnswer(await operation.send(client, call.input))
        : await allPages(operation, client, call.input, call.maxItems ?? Infinity);
    return cliOutput(answer, { query: call.query, format: call.output });
  } catch (error) {
    if (!(error instanceof Error) || !('$metadata' in error)) throw error;
    const message = `An error occurred (${error.name}) when calling the ${operation.name} operation: ${error.message}`;
    throw new Error(message, { cause: error });
  } finally {
    client.destroy();
  }
}

/** All pages as one answer, lists and counts together, as the CLI pages by itself; cut off where there are enough. */
async function allPages(
  operation: ServiceOperation,
  client: ReturnType<ServiceOperation['connect']>,
  input: object,
  maximum: number,
): Promise<JsonObject> {
  const whole: JsonObject = {};
  for await (const page of operation.pages?.(client, input) ?? []) {
    const answer = plainAnswer(page);
    for (const [name, value] of Object.entries(isJsonObject(answer) ? answer : {})) {
      const before = whole[name];
      if (TOKENS.test(name)) continue;
      if (Array.isArray(before) && Array.isArray(value)) whole[name] = [...before, ...value];
      else if (typeof before === 'number' && typeof value === 'number') whole[name] = before + value;
      else whole[name] ??= value;
    }
  }
  const [name, list] = Object.entries(whole).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined || !Array.isArray(list) || list.length <= maximum) return whole;
  return { ...whole, [name]: list.slice(0, maximum), NextToken: `from-${maximum}` };
}
