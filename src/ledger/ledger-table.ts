import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { GENESYS_ORG_ID } from '../workflow/registration.ts';
import type { LabOrgRecord, NewRecord, RecordChanges } from './lab-org-record.ts';
import { updateExpression } from './update-expression.ts';

/** What a write needs that the caller must know to be true still, beside the revision. */
export interface Condition {
  expression: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

const COUNTS_WITHIN_MS = 2_000;

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

  /**
   * Every record, a page at a time, as it was a moment ago: the scan is eventually consistent, and whoever decides
   * something reads the record again. Items that are no org's are left out.
   */
  async *records(): AsyncGenerator<LabOrgRecord> {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(new ScanCommand({ TableName: this.#tableName, ExclusiveStartKey }));
      for (const item of page.Items ?? [])
        if (GENESYS_ORG_ID.test(String(item.genesysOrgId))) yield item as LabOrgRecord;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
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
    const command = new UpdateCommand({
      TableName: this.#tableName,
      Key: { genesysOrgId },
      ...update,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...condition.names },
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...condition.values },
    });
    return this.#holds(() => this.#client.send(command));
  }

  /**
   * Puts a member into the set of an item that counts, unless `limit` others are in it. True: it is in, also when it was
   * before, so that a repeat after a lost answer says the same.
   */
  async addToSet(key: string, member: string, limit: number): Promise<boolean> {
    // The size of a set that isn't there is no number to compare.
    const isRoom = limit > 0 ? 'attribute_not_exists(#members) OR size(#members) < :limit OR ' : '';
    const values = limit > 0 ? { ':limit': limit } : {};
    return this.#updateSet(key, 'ADD', member, `${isRoom}contains(#members, :member)`, values);
  }

  /** How many are in such a set. */
  async sizeOfSet(key: string): Promise<number> {
    const answer = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { genesysOrgId: key }, ConsistentRead: true }),
    );
    return (answer.Item as { members?: ReadonlySet<string> } | undefined)?.members?.size ?? 0;
  }

  /** Takes a member out of such a set; one that is not in it is no matter. */
  async removeFromSet(key: string, member: string): Promise<void> {
    await this.#updateSet(key, 'DELETE', member, 'contains(#members, :member)');
  }

  /**
   * Adds to the numbers and sets of an item that counts, and says when DynamoDB may forget it (seconds since 1970). It gives
   * up after two seconds: nothing waits for a count.
   */
  async addToCounts(
    key: string,
    numbers: Record<string, number>,
    sets: Record<string, Set<string>>,
    expiresAt: number,
  ): Promise<void> {
    const added = Object.entries({ ...numbers, ...sets }).filter(
      ([, value]) => typeof value === 'number' || value.size > 0,
    );
    const names = added.map(([name], index) => [`#${index}`, name]);
    const values = added.map(([, value], index) => [`:${index}`, value] as const);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { genesysOrgId: key },
        UpdateExpression: `SET expiresAt = :expiresAt ADD ${added.map((_, index) => `#${index} :${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names) as Record<string, string>,
        ExpressionAttributeValues: { ...Object.fromEntries(values), ':expiresAt': expiresAt },
      }),
      { abortSignal: AbortSignal.timeout(COUNTS_WITHIN_MS) },
    );
  }

  /** The fields of an item that counts; none where there is none. */
  async readCounts(key: string): Promise<Record<string, unknown>> {
    const answer = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { genesysOrgId: key }, ConsistentRead: true }),
    );
    return answer.Item ?? {};
  }

  async #updateSet(
    key: string,
    action: 'ADD' | 'DELETE',
    member: string,
    condition: string,
    values: Record<string, unknown> = {},
  ): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: this.#tableName,
      Key: { genesysOrgId: key },
      UpdateExpression: `${action} #members :members`,
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#members': 'members' },
      ExpressionAttributeValues: { ':members': new Set([member]), ':member': member, ...values },
    });
    return this.#holds(() => this.#client.send(command));
  }

  async #holds(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
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
