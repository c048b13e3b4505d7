import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../endpoint/aws-error.ts';
import { asText, isJsonObject, parseJson, type JsonObject } from '../json.ts';
import { nameInArn } from '../template/template-reader.ts';
import { busEvent } from './event.ts';
import { DEFAULT_BUS, type EventBuses } from './event-buses.ts';

const MAXIMUM_ENTRIES = 10;
const MAXIMUM_BYTES = 256 * 1024;

/** PutEvents: a bad entry fails alone, the call still succeeds, and FailedEntryCount tells. */
export function putEvents(entries: JsonObject[], buses: EventBuses, clock: Clock): JsonObject {
  if (entries.length === 0 || entries.length > MAXIMUM_ENTRIES) {
    const text = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAXIMUM_ENTRIES}`;
    throw new AwsError('ValidationException', text);
  }
  const size = entries.reduce((total, entry) => total + sizeOf(entry), 0);
  if (size > MAXIMUM_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = entries.map((entry) => putEvent(entry, buses, clock));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function putEvent(entry: JsonObject, buses: EventBuses, clock: Clock): JsonObject {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (typeof entry[name] !== 'string' || entry[name] === '') {
      const reason = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
      return { ErrorCode: 'InvalidArgument', ErrorMessage: reason };
    }
  }
  const source = asText(entry.Source);
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseJson(asText(entry.Detail));
  if (!isJsonObject(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const id = randomUUID();
  const timeMs = typeof entry.Time === 'number' ? entry.Time * 1000 : clock.now();
  const resources = Array.isArray(entry.Resources) ? entry.Resources.map(asText) : [];
  const event = busEvent({ id, source, detailType: asText(entry.DetailType), timeMs, resources, detail });
  // A bus that is not there is no error on AWS either: the event just reaches nobody.
  buses.publish(typeof entry.EventBusName === 'string' ? nameInArn(entry.EventBusName) : DEFAULT_BUS, event);
  return { EventId: id };
}

function sizeOf(entry: JsonObject): number {
  const texts = [
    entry.Source,
    entry.DetailType,
    entry.Detail,
    ...(Array.isArray(entry.Resources) ? entry.Resources : []),
  ];
  const bytes = texts.reduce<number>(
    (total, text) => total + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    0,
  );
  return bytes + (entry.Time === undefined ? 0 : 14);
}
