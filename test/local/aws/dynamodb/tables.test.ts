import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  paginateScan,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { VirtualClock } from '../../../../local/clock.ts';
import { clientConfig, FixtureFolder } from '../fixture/world.ts';

const TableName = 'fixture-ledger';

describe('a DynamoDB table of the local AWS', () => {
  const folder = new FixtureFolder();
  let dynamo: DynamoDBClient;

  beforeAll(async () => {
    dynamo = new DynamoDBClient(clientConfig(await folder.start(new VirtualClock())));
    const puts = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ PutRequest: { Item: { pk: { S: key }, n: { N: '1' } } } }));
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  });
  afterAll(() => folder.remove());

  it('is listed and described with its key', async () => {
    expect((await dynamo.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] });
  });

  it('is scanned page by page, every item once', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamo, pageSize: 2 }, { TableName })) {
      pages.push(Items.map(({ pk }) => pk?.S));
    }
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    expect(pages.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is read by key, by query and in batches', async () => {
    const { Items } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :key',
        ExpressionAttributeValues: { ':key': { S: 'b' } },
      }),
    );
    expect(Items).toEqual([{ pk: { S: 'b' }, n: { N: '1' } }]);
    const Keys = [{ pk: { S: 'c' } }, { pk: { S: 'nobody' } }];
    const { Responses } = await dynamo.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(Responses?.[TableName]).toEqual([{ pk: { S: 'c' }, n: { N: '1' } }]);
  });

  it('changes an item only while the condition holds', async () => {
    const Key = { pk: { S: 'd' } };
    const update = new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET n = :two',
      ConditionExpression: 'n = :one',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':two': { N: '2' } },
      ReturnValues: 'ALL_NEW',
    });
    expect((await dynamo.send(update)).Attributes).toEqual({ ...Key, n: { N: '2' } });
    await expect(dynamo.send(update)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const remove = new DeleteItemCommand({ TableName, Key, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(dynamo.send(remove)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((await dynamo.send(new GetItemCommand({ TableName, Key }))).Item).toEqual({ ...Key, n: { N: '2' } });
  });

  it('answers the errors of DynamoDB', async () => {
    const missing = new GetItemCommand({ TableName: 'nobody', Key: { pk: { S: 'a' } } });
    await expect(dynamo.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const otherKey = new GetItemCommand({ TableName, Key: { other: { S: 'a' } } });
    await expect(dynamo.send(otherKey)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
