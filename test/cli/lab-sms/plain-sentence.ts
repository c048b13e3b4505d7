import type { Ended } from '../../support/run-node.ts';

/** One plain sentence, what to do below it, and no stack of calls. */
export function expectSentence({ stderr }: Ended, says: RegExp): void {
  expect(stderr).toMatch(/^lab-sms: [^\n]+\.\n {2}\S/);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\n +at |did not foresee/);
}
