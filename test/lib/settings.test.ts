import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings, readSettings, SETTINGS_FILE } from '../../lib/settings.ts';

const root = join(__dirname, '..', '..');

describe('the settings', () => {
  it('have a default each, which is what the file in the project says', () => {
    expect(parseSettings('{}')).toEqual(JSON.parse(readFileSync(join(root, SETTINGS_FILE), 'utf8')));
    expect(readSettings(root)).toEqual({
      numbersPerDay: 20,
      numbersInAll: 100,
      testSmsPerOrgAndDay: 20,
      alarmEmails: [],
    });
  });

  it('are what the file says where it says something', () => {
    expect(parseSettings('{"numbersInAll": 500}')).toMatchObject({ numbersInAll: 500, numbersPerDay: 20 });
  });

  it.each([
    ['{"numbersPerDay": -1}', 'numbersPerDay (-1): must be 0 or more'],
    ['{"numbersPerDay": 2.5}', 'numbersPerDay (2.5): must be a whole number'],
    ['{"numbersInAll": 5001}', 'numbersInAll (5001): must be at most 5000'],
    ['{"testSmsPerOrgAndDay": "20"}', 'testSmsPerOrgAndDay ("20"): must be a whole number'],
    ['{"numbersPerWeek": 5}', 'numbersPerWeek: unknown field'],
    ['[]', 'input ([]): must be an object'],
    ['{', 'settings.json is not JSON'],
  ])('are refused with a plain message: %s', (text, message) => {
    expect(() => parseSettings(text)).toThrow(message);
  });

  it('are refused with all problems at once', () => {
    expect(() => parseSettings('{"numbersPerDay": -1, "numbersInAll": -1}')).toThrow(
      /numbersPerDay \(-1\).*numbersInAll \(-1\)/,
    );
  });

  it('keep the counting items far below the 400 KB that DynamoDB takes', () => {
    const member = '+441234567890123 11111111-2222-4333-8444-555555555555';
    expect(() => parseSettings('{"numbersInAll": 5000, "numbersPerDay": 1000}')).not.toThrow();
    expect(5_000 * (member.length + 3)).toBeLessThan(300 * 1024);
  });
});
