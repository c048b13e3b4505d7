import { fieldsRead } from '../../../local/aws/insights/query-parser.ts';
import { LOG_LINE_SCHEMAS } from '../../../src/workflow/log-lines.ts';
import { SAVED_QUERIES, queryText } from '../../../src/workflow/saved-queries.ts';

const KINDS: ReadonlyMap<string, { shape: object }> = new Map(Object.entries(LOG_LINE_SCHEMAS));

/** The fields of a query that no line has of the kind that it filters on; of no kind where it takes all. */
function unknownFields(text: string): string[] {
  const [, kind] = /\bkind = '(\w+)'/.exec(text) ?? [];
  const schemas = kind === undefined ? [...KINDS.values()] : [KINDS.get(kind) ?? { shape: {} }];
  const known = new Set(schemas.flatMap(({ shape }) => Object.keys(shape)));
  return fieldsRead(text).filter((field) => !known.has(field.split('.')[0] ?? ''));
}

describe('the saved queries', () => {
  it.each(SAVED_QUERIES)('read fields only that the lines of their kind have: $name', (query) => {
    expect(fieldsRead(queryText(query))).not.toEqual([]);
    expect(unknownFields(queryText(query))).toEqual([]);
  });

  it('would be caught reading a field that another kind has, or none', () => {
    expect(unknownFields("filter kind = 'run' and ispresent(errorNam) | stats count(*) by errorName")).toEqual([
      'errorNam',
    ]);
    expect(unknownFields("fields timestamp, costEffect | filter kind = 'run'")).toEqual(['costEffect']);
    expect(unknownFields('fields timestamp, costEffect, cost.0')).toEqual(['cost.0']);
    expect(unknownFields("filter kind = 'runs'")).toEqual(['kind']);
  });
});
