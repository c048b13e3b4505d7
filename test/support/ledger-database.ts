import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import process from 'node:process';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { LedgerTable } from '../../src/ledger/ledger-table.ts';

const TABLE_NAME = 'ledger-under-test';

/** A DynamoDB on loopback with an empty ledger, for one test file; the AWS SDK's environment points there and nowhere else. */
export function ledgerDatabase(): { readonly table: LedgerTable } {
  let server: Server | undefined;
  let table: LedgerTable | undefined;

  beforeAll(async () => {
    server = dynalite({ createTableMs: 0 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'made-up',
      AWS_SECRET_ACCESS_KEY: 'made-up',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      LEDGER_TABLE_NAME: TABLE_NAME,
    });
    const client = new DynamoDBClient({});
    await client.send(
      new CreateTableCommand({
        TableName: TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'genesysOrgId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'genesysOrgId', KeyType: 'HASH' }],
      }),
    );
    client.destroy();
    table = new LedgerTable(TABLE_NAME);
  });

  afterAll(async () => {
    const closing = server === undefined ? undefined : once(server, 'close');
    server?.close();
    server?.closeAllConnections();
    await closing;
  });

  return {
    get table(): LedgerTable {
      if (table === undefined) throw new Error('the ledger is there from beforeAll on');
      return table;
    },
  };
}
