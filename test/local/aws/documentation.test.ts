import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentAssembly } from '../../../local/assembly.ts';
import { logsOperations } from '../../../local/aws/cloudwatch-logs/operations.ts';
import { queryOperations, type QueryOperationsOptions } from '../../../local/aws/cloudwatch-logs/query-operations.ts';
import { DYNAMODB_OPERATIONS } from '../../../local/aws/dynamodb/dynamo-tables.ts';
import { eventBridgeOperations } from '../../../local/aws/event-bridge/operations.ts';
import { filesBelow } from '../../../local/aws/files.ts';
import { AGGREGATES } from '../../../local/aws/insights/aggregates.ts';
import { FUNCTIONS } from '../../../local/aws/insights/functions.ts';
import { COMMAND_NAMES } from '../../../local/aws/insights/query-parser.ts';
import { asText } from '../../../local/aws/json.ts';
import { secretsManagerOperations } from '../../../local/aws/secrets-manager/operations.ts';
import { sqsOperations, type SqsOptions } from '../../../local/aws/sqs/operations.ts';
import {
  objectsIn,
  objectsWithin,
  statesOf,
  textsWithin,
} from '../../../local/aws/step-functions/definition-states.ts';
import { stepFunctionsOperations } from '../../../local/aws/step-functions/operations.ts';
import { securityTokenService } from '../../../local/aws/sts/operations.ts';
import { readAssembly } from '../../../local/aws/template/read-assembly.ts';

const root = join(__dirname, '..', '..', '..');
const document = readFileSync(join(root, 'docs/local-aws.md'), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

describe('the documentation of the local AWS', () => {
  /** Nothing is called: a table's operations are its keys. */
  const unused = undefined as never;
  it.each<[string, readonly string[]]>([
    ['Step Functions', Object.keys(stepFunctionsOperations(unused, 0))],
    ['EventBridge', Object.keys(eventBridgeOperations(unused, unused))],
    ['Secrets Manager', Object.keys(secretsManagerOperations(unused))],
    [
      'CloudWatch Logs',
      [logsOperations([], unused, 0), queryOperations({} as QueryOperationsOptions)].flatMap(Object.keys),
    ],
    ['SQS', Object.keys(sqsOperations({ queues: [] } as unknown as SqsOptions))],
    ['DynamoDB', DYNAMODB_OPERATIONS],
    ['STS', Object.keys(securityTokenService.operations)],
  ])('lists the operations of %s as they are', (service, operations) => {
    const row = rows.find((cells) => cells[1] === service) ?? [];
    expect(quoted(row[2] ?? '').sort()).toEqual([...operations].sort());
  });

  it('lists the commands and functions of Logs Insights as they are', () => {
    const listed = (what: string): string[] => quoted(rows.find((cells) => cells[1] === what)?.[2] ?? '');
    const commands = listed('Commands').map((text) => text.split(' ')[0]);
    expect(commands.filter((text) => /^[a-z]{2}[a-z]+$/.test(text ?? '')).sort()).toEqual([...COMMAND_NAMES].sort());
    expect(listed('Functions').sort()).toEqual([...Object.keys(FUNCTIONS), 'bin'].sort());
    expect(listed('Over events').sort()).toEqual(Object.keys(AGGREGATES).sort());
  });

  it('names, for every feature of the state machines, a test that is there', () => {
    const features = rows.filter((cells) => cells.length === 6 && cells[4] !== 'Test' && !cells[4]?.startsWith('---'));
    const tests = [join(root, 'test/local'), join(root, 'test/scenarios')]
      .flatMap((folder) => filesBelow(folder, '.test.ts'))
      .map((path) => readFileSync(path, 'utf8'));
    const missing = features
      .flatMap((cells) => quoted(cells[4] ?? 'nothing'))
      .filter((title) => !tests.some((text) => text.includes(`it('${title}'`)));
    expect(features.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('has a row for everything that the synthesised definitions use', async () => {
    const stack = readAssembly(await currentAssembly(root, join(root, '.lab-sms', 'assembly')));
    const used = stack.stateMachines.flatMap(({ definition }) => {
      const states = statesOf(definition).map(([, state]) => state);
      const retriers = states.flatMap((state) => objectsIn(state, 'Retry'));
      const rules = states.flatMap((state) => objectsWithin(state.Choices ?? []));
      const context = textsWithin(definition).filter((text) => text.startsWith('$$.'));
      const fields = [definition, ...states, ...retriers, ...rules].flatMap((part) => Object.keys(part));
      return [...fields, ...states.map(({ Type }) => asText(Type)), ...context];
    });
    const named = rows.filter((cells) => cells.length === 6).flatMap((cells) => quoted(cells[1] ?? ''));
    const missing = [...new Set(used)].filter((name) => name !== 'Type' && !named.includes(name));
    expect(missing).toEqual([]);
  });
});
