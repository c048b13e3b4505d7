import { busEvent } from '../../../../local/aws/event-bridge/event.ts';
import { compileInputTemplate } from '../../../../local/aws/event-bridge/input-template.ts';
import { parseJson } from '../../../../local/aws/json.ts';

const EVENT = busEvent({
  id: 'event-1',
  source: 'lab.orgs',
  detailType: 'Lab Org Registered',
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  resources: [],
  detail: { name: 'the "G Ride" org', seats: 20, list: [1, 2], nested: { deep: true }, nothing: null },
});

const RULE = { ruleArn: 'arn:rule', ruleName: 'the-rule' };

function fill(template: string, paths: Record<string, string>): string {
  return compileInputTemplate(template, paths, RULE, 'rule')(EVENT);
}

describe('an input template', () => {
  it('puts objects, numbers and texts as JSON where the placeholder stands alone', () => {
    const text = fill('{"all":<detail>,"seats":<seats>,"name":<name>,"id":<id>}', {
      detail: '$.detail',
      seats: '$.detail.seats',
      name: '$.detail.name',
      id: '$.id',
    });
    expect(parseJson(text)).toEqual({ all: EVENT.detail, seats: 20, name: 'the "G Ride" org', id: 'event-1' });
  });

  it('puts a value into a text where the placeholder stands inside quotes', () => {
    const text = fill('{"text":"org <name> at <time>, \\"<seats>\\" seats"}', {
      name: '$.detail.name',
      time: '$.time',
      seats: '$.detail.seats',
    });
    expect(parseJson(text)).toEqual({ text: 'org the "G Ride" org at 2026-01-02T03:04:05Z, "20" seats' });
  });

  it('keeps what only looks like a placeholder', () => {
    expect(parseJson(fill('{"text":"1 < 2 > 1"}', {}))).toEqual({ text: '1 < 2 > 1' });
  });

  it('leaves nothing where the path finds nothing, so that the text is no JSON any more', () => {
    expect(parseJson(fill('{"gone":<gone>}', { gone: '$.detail.gone' }))).toBeUndefined();
    expect(parseJson(fill('{"gone":"<gone>"}', { gone: '$.detail.gone' }))).toEqual({ gone: '' });
  });

  it('knows the rule and the whole event', () => {
    const text = fill(
      '{"rule":<aws.events.rule-name>,"arn":"<aws.events.rule-arn>","event":<aws.events.event.json>}',
      {},
    );
    expect(parseJson(text)).toEqual({ rule: 'the-rule', arn: 'arn:rule', event: EVENT });
  });

  it('is refused when it names what is not declared', () => {
    expect(() => fill('{"a":<b>}', { c: '$.id' })).toThrow('<b>');
  });

  it('is refused when a path is more than a plain one', () => {
    expect(() => fill('{"a":<a>}', { a: '$..name' })).toThrow('$..name');
  });
});
