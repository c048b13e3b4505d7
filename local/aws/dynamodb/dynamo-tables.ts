import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { REGION } from '../identity.ts';
import { asText, isJsonObject, parseJson, type JsonObject } from '../json.ts';
import type { TableResource } from '../template/stack.ts';

/** The operations that dynalite knows; it has no transactions, no TTL and no PartiQL. */
export const DYNAMODB_OPERATIONS: readonly string[] = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTable',
];

/** Any signature will do: dynalite reads its shape, not its truth. */
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=local`;

/** DynamoDB, played by dynalite in this process, with the tables of the template. */
export class DynamoTables {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Opens the database in a folder and creates the tables that are not there yet. */
  static async open(folder: string, tables: readonly TableResource[]): Promise<DynamoTables> {
    mkdirSync(folder, { recursive: true });
    const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const opened = new DynamoTables(server);
    try {
      await Promise.all(tables.map((table) => opened.#create(table)));
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  /** Answers one request to DynamoDB whose body has not been read yet. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#server.emit('request', request, response);
  }

  /** Closes the database once all requests are answered. */
  async close(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.close((error) => {
        if (error) reject(error);
        else resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  async #create(table: TableResource): Promise<void> {
    const { isOk, answer } = await this.#ask('CreateTable', table.createTable);
    const type = asText(answer.__type);
    if (!isOk && !type.endsWith('ResourceInUseException')) {
      throw new Error(`Cannot create the table ${table.name}: ${type} ${asText(answer.message)}`);
    }
    // A table that is still being created is not found by anyone.
    for (let status = ''; status !== 'ACTIVE';) {
      const { answer: described } = await this.#ask('DescribeTable', { TableName: table.name });
      status = isJsonObject(described.Table) ? asText(described.Table.TableStatus) : '';
    }
  }

  async #ask(operation: string, body: object): Promise<{ isOk: boolean; answer: JsonObject }> {
    const { port } = this.#server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        authorization: AUTHORIZATION,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20260101T000000Z',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(body),
    });
    const answer = parseJson(await response.text());
    return { isOk: response.ok, answer: isJsonObject(answer) ? answer : {} };
  }
}
