import type { CheckEntry } from '../../../src/ledger/lab-org-record.ts';
import { judgeLook, PERIOD_MS } from '../../../src/provisioning/judge-look.ts';
import type { Look, Observation } from '../../../src/provisioning/observation.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');

const drift = (value = 'other', changes: Partial<Observation> = {}): Observation => ({
  key: 'routing route',
  value,
  isCertain: false,
  finding: 'routing drift',
  resourceId: 'recipient-1',
  message: 'the route leads elsewhere',
  ...changes,
});
const stranger = drift('there', { key: 'number +44', isCertain: true, finding: 'unknown number', resourceId: '+44' });

/** One look after the other, each so long after the one before; answers what each of them tells. */
function looks(...turns: [ms: number, look: Partial<Look>][]): {
  told: string[][];
  remembered: CheckEntry | undefined;
} {
  let remembered: CheckEntry | undefined;
  let now = NOON;
  const told = turns.map(([ms, look]) => {
    now += ms;
    const full: Look = { observations: [], unseen: [], isRoutingSeen: true, ...look };
    const { check, news, mended } = judgeLook(remembered, full, new Date(now));
    remembered = { ...check, writeToken: 'token' };
    return [...news.map(({ key, value }) => `${key} ${value}`), ...mended.map(([key]) => `${key} mended`)];
  });
  return { told, remembered };
}

describe('what may pass by itself', () => {
  it('is told at the second look a period later, and never again while it stays', () => {
    const wrong = { observations: [drift()] };
    const { told } = looks([0, wrong], [PERIOD_MS, wrong], [PERIOD_MS, wrong], [PERIOD_MS * 30, wrong]);
    expect(told).toEqual([[], ['routing route other'], [], []]);
  });

  it('is not told by two looks that are too close, however many', () => {
    const wrong = { observations: [drift()] };
    const { told, remembered } = looks([0, wrong], [1, wrong], [PERIOD_MS - 2, wrong]);
    expect(told).toEqual([[], [], []]);
    expect(remembered?.suspected['routing route']?.since).toBe(new Date(NOON).toISOString());
  });

  it('begins anew when it has changed between the looks', () => {
    const [one, other] = [{ observations: [drift('one')] }, { observations: [drift('two')] }];
    expect(looks([0, one], [PERIOD_MS, other], [PERIOD_MS, other]).told).toEqual([[], [], ['routing route two']]);
  });

  it('begins anew when it was right between the looks, and nothing is said of that', () => {
    const wrong = { observations: [drift()] };
    expect(looks([0, wrong], [PERIOD_MS, {}], [PERIOD_MS, wrong]).told).toEqual([[], [], []]);
  });

  it('is mended once, and told again when it comes back', () => {
    const wrong = { observations: [drift()] };
    const turns: [number, Partial<Look>][] = [wrong, wrong, {}, {}, wrong, wrong].map((look) => [PERIOD_MS, look]);
    const told = 'routing route other';
    expect(looks(...turns).told).toEqual([[], [told], ['routing route mended'], [], [], [told]]);
  });

  it('is not mended by drifting further: that is told in its turn', () => {
    const [one, other] = [{ observations: [drift('one')] }, { observations: [drift('two')] }];
    const { told } = looks([0, one], [PERIOD_MS, one], [PERIOD_MS, other], [PERIOD_MS, other]);
    expect(told).toEqual([[], ['routing route one'], [], ['routing route two']]);
  });
});

describe('what is certain', () => {
  it('is told at the first look, once, and again only after it was gone', () => {
    const there = { observations: [stranger] };
    expect(looks([0, there], [1, there], [1, {}], [1, there]).told).toEqual([
      ['number +44 there'],
      [],
      [],
      ['number +44 there'],
    ]);
  });

  it('is told again when it has changed', () => {
    const [absent, present] = [{ ...stranger, value: 'not there' }, stranger];
    const { told } = looks([0, { observations: [absent] }], [1, { observations: [present] }]);
    expect(told).toEqual([['number +44 not there'], ['number +44 there']]);
  });
});

describe('what could not be looked at', () => {
  it('stays as it was remembered: neither told, nor mended, nor forgotten', () => {
    const wrong = { observations: [drift(), stranger] };
    const blind = { unseen: ['routing', 'number'], isRoutingSeen: false };
    const { told } = looks([0, wrong], [PERIOD_MS, blind], [PERIOD_MS, wrong], [PERIOD_MS, blind], [PERIOD_MS, {}]);
    expect(told).toEqual([['number +44 there'], [], ['routing route other'], [], ['routing route mended']]);
  });

  it('may be single things: the route that a missing number takes along is not mended by that', () => {
    const wrong = { observations: [drift()] };
    const hidden = { observations: [drift('gone', { key: 'routing number' })], unseen: ['routing route'] };
    expect(looks([0, wrong], [PERIOD_MS, wrong], [PERIOD_MS, hidden]).told.at(-1)).toEqual([]);
  });

  it('is forgotten without a word where the org has no routing any more', () => {
    const wrong = { observations: [drift()] };
    const { told, remembered } = looks([0, wrong], [PERIOD_MS, wrong], [PERIOD_MS, { isRoutingSeen: false }]);
    expect(told.at(-1)).toEqual([]);
    expect(remembered?.reported).toEqual({});
  });
});
