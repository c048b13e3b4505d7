import { holds, resultsOf } from './run.ts';

const audit = {
  kind: 'audit',
  stage: 'PurchaseSmsPhoneNumber',
  attempt: 10,
  code: '404',
  isAdopted: true,
  isPaid: false,
  gone: null,
  blank: '  ',
  empty: '',
  detail: { stage: 'Inner', list: ['first', { deep: 'second' }] },
  'detail-type': 'Lab Org Registered',
  '@odd': 'doubled',
};

describe('a filter of Logs Insights', () => {
  it.each([
    'kind = "audit"',
    "kind = 'audit'",
    'kind != "run"',
    'attempt = 10',
    'attempt = "10"',
    'attempt > 9',
    'attempt >= 10 and attempt <= 10',
    'code < 1000',
    'stage > "P" and stage < "Q"',
    'stage like "Sms"',
    'stage like /Purchase.*Number$/',
    'stage like /(?i)purchasesms/',
    'stage =~ /^(?i)PURCHASE/',
    'stage not like /Release/',
    'kind in ["run", "audit"]',
    'attempt in [9, 10]',
    'kind not in ["run"]',
    'not kind = "run"',
    'kind = "run" or kind = "audit" and attempt = 10',
    '(kind = "run" or kind = "audit") and attempt > 9.5',
    'attempt * 2 - 5 = 15',
    '2 + 3 * 2 ^ 2 = 14 and 7 % 4 = 3 and -attempt = 0 - 10 and 9 / 2 = 4.5',
    'isAdopted = 1 and isAdopted',
    'isPaid = 0 and not isPaid',
    'detail.stage = "Inner"',
    'detail.list.0 = "first" and detail.list.1.deep = "second"',
    '`detail-type` = "Lab Org Registered"',
    '@@odd = "doubled"',
    'ispresent(kind) and not ispresent(nothing) and not isPresent(gone) and not ispresent(detail)',
    'isempty(empty) and isempty(nothing) and not isempty(blank)',
    'isblank(blank) and isblank(nothing) and not isblank(kind)',
    'strcontains(stage, "Sms")',
    'coalesce(nothing, gone, kind) = "audit"',
    'concat(kind, "/", attempt) = "audit/10"',
    'strlen(kind) = 5 and tolower(stage) like "purchase" and toupper(kind) = "AUDIT"',
    'substr(kind, 2) = "dit" and substr(kind, 1, 2) = "ud" and replace(kind, "u", "U") = "aUdit"',
    'abs(0 - 2) = 2 and ceil(1.2) = 2 and floor(1.8) = 1 and greatest(1, attempt) = 10 and least(1, attempt) = 1',
    'toMillis(@timestamp) = 1767323040000 and fromMillis(1767323040000) = @timestamp',
    'datefloor(@timestamp, 1h) = fromMillis(1767322800000)',
    '@log = "000000000000:/stages" and @logStream = "stream-0"',
    '@message like "\\"kind\\":\\"audit\\""',
    'KIND = "x" OR kind = "audit"',
  ])('holds: %s', (condition) => {
    expect(holds(condition, audit)).toBe(true);
  });

  it.each([
    'kind = "AUDIT"',
    'kind = "audi"',
    'attempt = 1',
    'attempt < 9',
    'stage like "sms"',
    'stage not like "Sms"',
    'kind not in ["audit"]',
    'kind = "audit" and attempt > 10',
    'nothing = "x" or nothing > 0 or nothing like /./ or nothing in ["x"]',
    'attempt / nothing > 0',
    'kind * 2 = 0',
    'detail = "Inner"',
  ])('does not hold: %s', (condition) => {
    expect(holds(condition, audit)).toBe(false);
  });

  it('takes a field that is not there for different from everything', () => {
    expect(holds('nothing != "x" and nothing not like /x/ and nothing not in ["x"]', audit)).toBe(true);
  });

  it('compares figures that fit no number as text', () => {
    expect(holds('id = "90071992547409931"', { id: '90071992547409930' })).toBe(false);
  });

  it('finds no fields in messages that are no JSON object, and finds their text', () => {
    expect(holds('ispresent(kind)', 'kind=audit')).toBe(false);
    expect(holds('@message like /kind=(audit|run)/', 'kind=audit')).toBe(true);
  });

  it('knows the first 200 fields of a message, as CloudWatch Logs does', () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, index]));
    expect(holds('ispresent(f199)', many)).toBe(true);
    expect(holds('ispresent(f200)', many)).toBe(false);
  });

  it('can stand several times in a query, with comments between', () => {
    const query = `# everything but the first
      filter n > 1 # in the order of time
      | filter n < 4
      | sort @timestamp
      | display n`;
    const messages = [1, 2, 3, 4].map((n) => ({ n }));
    expect(resultsOf(query, messages)).toEqual([{ n: '2' }, { n: '3' }]);
  });
});
