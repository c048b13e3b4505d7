import { AwsError } from '../endpoint/aws-error.ts';
import { asText, type JsonObject } from '../json.ts';

const MAXIMUM_ENTRIES = 10;

/** DeleteMessageBatch: an entry that cannot be deleted fails alone, and the call still succeeds. */
export function deleteBatch(
  entries: readonly JsonObject[],
  deleteMessage: (receiptHandle: string) => void,
): JsonObject {
  const ids = entries.map(({ Id }) => asText(Id));
  if (ids.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (ids.length > MAXIMUM_ENTRIES) {
    const text = `Maximum number of entries per request are ${MAXIMUM_ENTRIES}. You have sent ${ids.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', text);
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more entries of the batch have the same Id.');
  }
  const Successful: JsonObject[] = [];
  const Failed: JsonObject[] = [];
  for (const { Id, ReceiptHandle } of entries) {
    try {
      deleteMessage(asText(ReceiptHandle));
      Successful.push({ Id: asText(Id) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: asText(Id), SenderFault: true, Code: error.name, Message: error.message });
    }
  }
  return { Successful, Failed };
}
