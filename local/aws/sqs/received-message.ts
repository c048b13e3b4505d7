import { createHash } from 'node:crypto';
import { ACCOUNT_ID } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import type { Received } from './queue-reader.ts';

/** A received message in the shape of ReceiveMessage, with the attributes that were asked for by name. */
export function describedMessage(
  received: Received,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): JsonObject {
  const { message, receiptHandle, receiveCount, firstReceivedAt } = received;
  const system: [string, string][] = [
    ['SenderId', ACCOUNT_ID],
    ['SentTimestamp', String(Math.round(message.sentAt))],
    ['ApproximateReceiveCount', String(receiveCount)],
    ['ApproximateFirstReceiveTimestamp', String(Math.round(firstReceivedAt))],
  ];
  const wantedSystem = system.filter(([name]) => systemNames.includes('All') || systemNames.includes(name));
  const wanted = Object.entries(message.attributes).filter(([name]) => isAsked(name, attributeNames));
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(Buffer.from(message.body)),
    Body: message.body,
    ...(wantedSystem.length > 0 && { Attributes: Object.fromEntries(wantedSystem) }),
    ...(wanted.length > 0 && {
      MD5OfMessageAttributes: attributesDigest(wanted),
      MessageAttributes: Object.fromEntries(
        wanted.map(([name, text]) => [name, { StringValue: text, DataType: 'String' }]),
      ),
    }),
  };
}

/** `All` and `.*` ask for every attribute, `ERROR_.*` for those that begin so. */
function isAsked(name: string, asked: readonly string[]): boolean {
  return asked.some((item) => {
    if (item === 'All') return true;
    return item.endsWith('.*') ? name.startsWith(item.slice(0, -2)) : name === item;
  });
}

/** SQS's digest: by name, each of name, type and value with its length, and 1 for text before the value. */
function attributesDigest(attributes: readonly (readonly [string, string])[]): string {
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = sorted.flatMap(([name, text]) => [sized(name), sized('String'), Buffer.from([1]), sized(text)]);
  return md5(Buffer.concat(parts));
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
