import { QueryError } from '../../../../local/aws/insights/query-error.ts';
import { fieldsRead, parseQuery } from '../../../../local/aws/insights/query-parser.ts';

describe('a query that cannot be run', () => {
  it.each<[string, string, string]>([
    ['', 'expected a command (fields, display, filter', ''],
    ['fields a |', 'expected a command', ''],
    ['pattern @message', 'there is no command pattern here; supported are fields, display', 'pattern'],
    ['SOURCE logGroups()', 'there is no command SOURCE here', 'SOURCE'],
    ['fields a b', 'expected "|" or the end of the query instead of "b"', 'b'],
    ['fields a,', 'expected a field, a value or a function instead of the end of the query', ''],
    ['fields jsonParse(a)', 'there is no function jsonParse() here; supported are ispresent,', 'jsonParse'],
    ['fields abs(a, b)', 'abs() takes 1 argument(s), not 2', 'abs(a, b)'],
    ['fields count(*)', 'functions over many events stand in stats only', 'count(*)'],
    ['filter a == 1', 'expected a field, a value or a function instead of "="', '='],
    ['filter a = true', 'true is no value here: compare with 1 or 0', 'true'],
    ['filter a like b', 'expected a "text" or a /regular expression/ instead of "b"', 'b'],
    ['filter a like /(/', 'Invalid regular expression', '/(/'],
    ['filter a in ("b")', 'expected "[" instead of "("', '('],
    ['filter a in []', 'expected a field, a value or a function instead of "]"', ']'],
    ['filter (a = 1', 'expected ")" instead of the end of the query', ''],
    ['filter a = "b', 'the " is never closed', '"b'],
    ['filter a & b', 'unexpected "& b"', '& b'],
    ['stats a', 'a has many values: use a function such as latest(a)', 'a'],
    ['stats sum(max(a))', 'takes no other one', 'max(a)'],
    ['stats count(*) by bin(1w)', 'expected a period instead of "1w"', '1w'],
    ['stats count(*) by bin(a)', 'expected a period instead of "a"', 'a'],
    ['stats count(*) by sum(a)', 'functions over many events stand in stats only', 'sum(a)'],
    ['stats count(*) by a | filter b = 1', 'the stats before gives no b', 'b'],
    ['stats count(*) as n | stats max(n) as m | stats max(m)', 'a query has at most 2 stats', 'stats max(m)'],
    ['sort bin(1h)', 'sort takes names: give bin() one with "as" before', 'bin'],
    ['sort a down', 'expected "|" or the end of the query instead of "down"', 'down'],
    ['limit many', 'expected a whole number from 1 to 100000 instead of "many"', 'many'],
    ['limit 100001', 'expected a whole number from 1 to 100000', '100001'],
    ['dedup a | sort b', 'only limit may follow dedup', 'sort b'],
    ['parse @message "* *" as a', 'parse has 2 * and 1 name(s) for them', '"* *"'],
    ['parse @message /(a)/', 'needs (?<name>…)', '/(a)/'],
  ])('%s', (query, message, at) => {
    const refusal = refusalOf(query);
    expect(refusal.message).toContain(message);
    expect(query.slice(refusal.start, refusal.end)).toBe(at);
  });

  function refusalOf(query: string): QueryError {
    try {
      parseQuery(query);
    } catch (error) {
      if (error instanceof QueryError) return error;
      throw error;
    }
    throw new Error(`not refused: ${query}`);
  }
});

describe('the fields that a query reads', () => {
  it('are those of the events, each once, in the order of the query', () => {
    const query = `fields @timestamp, detail.stage as stage, \`detail-type\`
      | filter stage = "Claim" and strcontains(note, "x") and kind in ["a", other]
      | parse text "* *" as first, second
      | stats count(*) as n, pct(durationMs, 95) as slow by first, bin(1h), org
      | sort n desc, slow, org`;
    expect(fieldsRead(query)).toEqual([
      '@timestamp',
      'detail.stage',
      'detail-type',
      'note',
      'kind',
      'other',
      'text',
      'org',
      'durationMs',
    ]);
  });

  it('include a field whose alias has the same name', () => {
    expect(fieldsRead('fields org as org | dedup org, stage | limit 1')).toEqual(['org', 'stage']);
  });

  it('are none of a query that cannot be run', () => {
    expect(() => fieldsRead('unknown')).toThrow(QueryError);
  });
});
