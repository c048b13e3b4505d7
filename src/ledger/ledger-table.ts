import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LabOrgRecord, NewRecord, RecordChanges } from './lab-org-record.ts';
import { updateExpression } from './update-expression.ts';

/** What a write needs that the caller must know to be true still, beside the revision. */
export interface Condition {
  expression: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

/** The ledger's table: consistent reads, and writes that hold only against the state they were decided on. */
export class LedgerTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(tableName: string, config: DynamoDBClientConfig = {}) {
    this.#client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.#tableName = tableName;
  }

  /** The org's record as it is now, or undefined. */
  async read(genesysOrgId: string): Promise<LabOrgRecord | undefined> {
    const answer = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { genesysOrgId }, ConsistentRead: true }),
    );
    return answer.Item as LabOrgRecord | undefined;
  }

  /** Creates the record of an org that has none. Undefined: somebody else was first. */
  async create(record: NewRecord): Promise<LabOrgRecord | undefined> {
    const item: LabOrgRecord = {
      ...record,
      revision: 1,
      writeToken: randomUUID(),
      updatedAt: new Date().toISOString(),
    };
    const put = new PutCommand({
      TableName: this.#tableName,
      Item: item,
      ConditionExpression: 'attribute_not_exists(genesysOrgId)',
    });
    return this.#unlessOvertaken(item, () => this.#client.send(put));
  }

  /** Changes fields if nobody changed the record since it was read. Undefined: somebody did; read again and decide anew. */
  async compareAndSet(record: LabOrgRecord, changes: RecordChanges): Promise<LabOrgRecord | undefined> {
    const next: LabOrgRecord = {
      ...record,
      ...(changes as Partial<LabOrgRecord>),
      revision: record.revision + 1,
      writeToken: randomUUID(),
      updatedAt: new Date().toISOString(),
    };
    const written = { ...changes, revision: next.revision, writeToken: next.writeToken, updatedAt: next.updatedAt };
    const update = updateExpression(Object.entries(written).map(([field, value]) => [[field], value] as const));
    const command = new UpdateCommand({
      TableName: this.#tableName,
      Key: { genesysOrgId: record.genesysOrgId },
      ...update,
      ConditionExpression: '#revision = :expectedRevision',
      ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#revision': 'revision' },
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':expectedRevision': record.revision },
    });
    return this.#unlessOvertaken(next, () => this.#client.send(command));
  }

  /** Sets paths under a condition of the caller's own, beside the revision. False: the condition did not hold. */
  async setWhere(
    genesysOrgId: string,
    changes: readonly (readonly [path: readonly string[], value: unknown])[],
    condition: Condition,
  ): Promise<boolean> {
    const update = updateExpression(changes);
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: { genesysOrgId },
          ...update,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...condition.names },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...condition.values },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** A conditional write whose answer was lost fails its own repeat: the write token tells that it was ours. */
  async #unlessOvertaken(next: LabOrgRecord, write: () => Promise<unknown>): Promise<LabOrgRecord | undefined> {
    try {
      await write();
      return withoutUndefined(next);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const now = await this.read(next.genesysOrgId);
      return now?.writeToken === next.writeToken ? now : undefined;
    }
  }
}

function withoutUndefined(record: LabOrgRecord): LabOrgRecord {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as unknown as LabOrgRecord;
}
