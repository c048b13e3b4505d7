import { AwsError } from '../endpoint/aws-error.ts';
import type { OperationInput } from '../endpoint/operation-input.ts';
import { pageOf } from '../endpoint/page.ts';
import { asText, type JsonObject } from '../json.ts';
import type { Secret, SecretStore } from './secret-store.ts';

const MAXIMUM_PAGE = 100;

/** ListSecrets: those that the filters let through, oldest first unless asked otherwise, and without those on their way out. */
export function listSecrets(
  input: OperationInput,
  store: SecretStore,
  shown: (secret: Secret) => JsonObject,
): JsonObject {
  const filters = input.fields.Filters === undefined ? [] : input.objects('Filters').map(compileFilter);
  const withDeleted = input.optionalBoolean('IncludePlannedDeletion') ?? false;
  const found = store
    .all()
    .filter((secret) => (withDeleted || secret.deletedAt === undefined) && filters.every((matches) => matches(secret)));
  if (input.optionalString('SortOrder') === 'desc') found.reverse();
  const size = input.optionalNumber('MaxResults') ?? MAXIMUM_PAGE;
  if (size < 1 || size > MAXIMUM_PAGE) {
    throw new AwsError('InvalidParameterException', `MaxResults must be between 1 and ${MAXIMUM_PAGE}.`);
  }
  const page = pageOf(found, size, input.optionalString('NextToken'), 'InvalidNextTokenException');
  return {
    SecretList: page.items.map(shown),
    ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
  };
}

/** A filter matches the beginning of names and tags (by case) or of words in descriptions (not by case); `!` turns a value round. */
function compileFilter(filter: JsonObject): (secret: Secret) => boolean {
  const key = asText(filter.Key);
  const values = Array.isArray(filter.Values) ? filter.Values.map(asText) : [];
  const hasName = ({ name }: Secret, value: string): boolean => name.startsWith(value);
  const hasWord = ({ description = '' }: Secret, value: string): boolean =>
    description
      .toLowerCase()
      .split(/[\s/_+=.@!-]+/)
      .some((word) => word.startsWith(value.toLowerCase()));
  const tests: Readonly<Record<string, typeof hasName>> = {
    name: hasName,
    description: hasWord,
    'tag-key': ({ tags = [] }, value) => tags.some(({ Key }) => Key.startsWith(value)),
    'tag-value': ({ tags = [] }, value) => tags.some(({ Value }) => Value.startsWith(value)),
    all: (secret, value) => secret.name.toLowerCase().startsWith(value.toLowerCase()) || hasWord(secret, value),
  };
  const test = Object.hasOwn(tests, key) ? tests[key] : undefined;
  if (!test || values.length === 0) {
    const text = `The local world filters secrets by name, description, tag-key, tag-value and all, with Values; not by ${key}.`;
    throw new AwsError('InvalidParameterException', text);
  }
  return (secret) =>
    values.some((value) => (value.startsWith('!') ? !test(secret, value.slice(1)) : test(secret, value)));
}
