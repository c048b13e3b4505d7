import { SEGMENT_CHARACTERS, testSmsText, testSmsTextProblem } from '../../../src/workflow/test-sms-text.ts';

/** The longest own words that fit behind the fixed ones. */
const ROOM = SEGMENT_CHARACTERS - testSmsText('').length;

describe('the test text', () => {
  it('says what it is, and is one segment without own words', () => {
    expect(testSmsText(undefined)).toContain('lab-sms');
    expect(testSmsText(undefined).length).toBeLessThanOrEqual(SEGMENT_CHARACTERS);
  });

  it('has the own words after the fixed ones', () => {
    expect(testSmsText('Greetings from Vienna.')).toBe(`${testSmsText(undefined)} Greetings from Vienna.`);
  });

  it('is one segment with the longest own words that are allowed, and not with one character more', () => {
    expect(testSmsText('x'.repeat(ROOM))).toHaveLength(160);
    expect(testSmsTextProblem('x'.repeat(ROOM))).toBeUndefined();
    expect(testSmsTextProblem('x'.repeat(ROOM + 1))).toContain(`at most ${ROOM} characters`);
  });

  it.each(['Grüße aus Wien!', '£5 for a ride?', "It's @ 10:30, è à ù", ''])('takes the GSM alphabet: %s', (words) => {
    expect(testSmsTextProblem(words)).toBeUndefined();
  });

  it.each(['Ride 🚗', 'naïve – dash', 'Привет', '“quoted”', 'costs 5 €', 'a {brace}', 'tab\t'])(
    'refuses what makes a text two segments or another alphabet: %s',
    (words) => {
      expect(testSmsTextProblem(words)).toContain('GSM alphabet');
    },
  );

  it('never repeats the words in a problem: they come out of the secret', () => {
    expect(testSmsTextProblem(`canary 🚗`)).not.toContain('canary');
    expect(testSmsTextProblem('canary '.repeat(40))).not.toContain('canary');
  });
});
