import { resultsOf } from './run.ts';

const RUNS = [
  { org: 'a', stage: 'Claim', ms: 10 },
  { org: 'b', stage: 'Claim', ms: 40 },
  { org: 'a', stage: 'Verify', ms: 30 },
  { stage: 'Verify', ms: 20, note: 'x' },
];

describe('the commands of Logs Insights', () => {
  it('show time and message of the newest events first when no fields are named', () => {
    expect(resultsOf('filter org = "a"', RUNS)).toEqual([
      { '@timestamp': '2026-01-02 03:04:02.000', '@message': JSON.stringify(RUNS[2]) },
      { '@timestamp': '2026-01-02 03:04:00.000', '@message': JSON.stringify(RUNS[0]) },
    ]);
  });

  it('fields: adds columns, calculates, and leaves out what an event lacks', () => {
    const rows = resultsOf(
      'fields org, ms / 10 as tens | fields tens + 1, note | sort @timestamp desc | limit 2',
      RUNS,
    );
    expect(rows).toEqual([
      { tens: '2', 'tens + 1': '3', note: 'x' },
      { org: 'a', tens: '3', 'tens + 1': '4' },
    ]);
  });

  it('display: the last one says what is shown', () => {
    expect(resultsOf('fields org, ms | display stage | display org as lab, stage | limit 1', RUNS.slice(0, 1))).toEqual(
      [{ lab: 'a', stage: 'Claim' }],
    );
  });

  it('sort: by several fields, each up or down', () => {
    const rows = resultsOf('fields ms | filter ispresent(org) | sort stage desc, org asc', RUNS);
    expect(rows.map(({ ms }) => ms)).toEqual(['30', '10', '40']);
  });

  it('sort: text before numbers, digits by their count and value, as the documentation of sort has it', () => {
    const sorted = '!: # *%04 0# 5A 111A 2345_ @ @_ A A9876fghj a12345hfh 0 01 1 2 3 10'.split(' ');
    const shuffled = sorted.toSorted((a, b) => ((a.length * 7) % 5) - ((b.length * 7) % 5) || (a < b ? 1 : -1));
    const messages = shuffled.map((value) => ({ value }));
    expect(resultsOf('fields value | sort value', messages).map(({ value }) => value)).toEqual(sorted);
    expect(resultsOf('fields value | sort value desc', messages).map(({ value }) => value)).toEqual(
      sorted.toReversed(),
    );
  });

  it('limit: gives no more rows', () => {
    expect(resultsOf('fields ms | limit 3', RUNS)).toHaveLength(3);
  });

  it('dedup: keeps the first of each combination, and all events that lack one of the fields', () => {
    expect(resultsOf('fields org, ms | dedup org', RUNS)).toEqual([
      { ms: '20' },
      { org: 'a', ms: '30' },
      { org: 'b', ms: '40' },
    ]);
    expect(resultsOf('fields ms | dedup org, stage | limit 10', RUNS)).toHaveLength(4);
  });

  it('parse: takes messages apart with a glob', () => {
    const rows = resultsOf('parse @message "user=*, took * ms" as user, took | filter took > 5 | display user, took', [
      'user=ann, took 12 ms',
      'user=bob, took 3 ms',
      'nothing of it',
    ]);
    expect(rows).toEqual([{ user: 'ann', took: '12' }]);
  });

  it('parse: takes fields apart with the named groups of a regular expression', () => {
    const rows = resultsOf('parse at /^(?<day>[^T]+)T(?<hour>\\d+)/ | display day, hour', [{ at: '2026-01-02T03:04' }]);
    expect(rows).toEqual([{ day: '2026-01-02', hour: '03' }]);
    expect(resultsOf('parse "a * c" as b | display b', ['a big c'])).toEqual([{ b: 'big' }]);
  });
});

describe('stats', () => {
  it('calculates over all events', () => {
    const all =
      'count(*), count(org), count_distinct(stage), sum(ms), avg(ms), min(ms), max(ms), pct(ms, 50), earliest(org), latest(stage)';
    expect(resultsOf(`stats ${all}`, RUNS)).toEqual([
      {
        'count(*)': '4',
        'count(org)': '3',
        'count_distinct(stage)': '2',
        'sum(ms)': '100',
        'avg(ms)': '25',
        'min(ms)': '10',
        'max(ms)': '40',
        'pct(ms, 50)': '20',
        'earliest(org)': 'a',
        'latest(stage)': 'Verify',
      },
    ]);
  });

  it('groups by fields, and an event that lacks one belongs to a group of its own', () => {
    expect(resultsOf('stats count(*) as runs, max(ms) by org, stage | sort runs desc, org, stage', RUNS)).toEqual([
      { stage: 'Verify', runs: '1', 'max(ms)': '20' },
      { org: 'a', stage: 'Claim', runs: '1', 'max(ms)': '10' },
      { org: 'a', stage: 'Verify', runs: '1', 'max(ms)': '30' },
      { org: 'b', stage: 'Claim', runs: '1', 'max(ms)': '40' },
    ]);
  });

  it('groups by time', () => {
    const messages = Array.from({ length: 121 }, () => ({}));
    expect(resultsOf('stats count(*) as n by bin(1m) | sort n desc', messages)).toEqual([
      { 'bin(1m)': '2026-01-02 03:05:00.000', n: '60' },
      { 'bin(1m)': '2026-01-02 03:04:00.000', n: '60' },
      { 'bin(1m)': '2026-01-02 03:06:00.000', n: '1' },
    ]);
    expect(resultsOf('stats count(*) as n by bin(1d) as day', messages)).toEqual([
      { day: '2026-01-02 00:00:00.000', n: '121' },
    ]);
    expect(resultsOf('stats count(*) as n by bin(2hrs)', messages)).toEqual([
      { 'bin(2hrs)': '2026-01-02 02:00:00.000', n: '121' },
    ]);
  });

  it('calculates with results, and with the results of another stats', () => {
    const query =
      'stats (max(@timestamp) - min(@timestamp)) / 1000 as seconds, sum(ms) as ms by org | stats max(ms) as most';
    expect(resultsOf('stats (latest(ms) - earliest(ms)) / count(*) as change by stage | sort stage', RUNS)).toEqual([
      { stage: 'Claim', change: '15' },
      { stage: 'Verify', change: '-5' },
    ]);
    expect(resultsOf(query, RUNS)).toEqual([{ most: '40' }]);
    expect(resultsOf('stats count(*) as n by org | filter n > 1 | display org', RUNS)).toEqual([{ org: 'a' }]);
  });

  it('counts nothing as 0 and has no sum of nothing', () => {
    expect(resultsOf('filter org = "z" | stats count(*), sum(ms), max(ms)', RUNS)).toEqual([{ 'count(*)': '0' }]);
    expect(resultsOf('filter org = "z" | stats count(*) by stage', RUNS)).toEqual([]);
  });
});
