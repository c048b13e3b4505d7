import { ACCOUNT_PACE, LAPTOP_PACE, Pauses, type Pace } from '../../../cli/place/pace.ts';

const pauses = (pace: Pace, count: number): number[] => {
  const wait = new Pauses(pace);
  return Array.from({ length: count }, () => wait.next());
};

it('asks an AWS account ever more rarely while nothing happens, up to a longest pause', () => {
  const waits = pauses(ACCOUNT_PACE, 12);
  expect(waits.slice(0, 3)).toEqual([500, 750, 1125]);
  expect(waits.at(-1)).toBe(ACCOUNT_PACE.longestMs);
  for (const [index, wait] of waits.slice(1).entries()) expect(wait).toBeGreaterThanOrEqual(waits[index] ?? Infinity);
});

it('asks soon again once something has happened', () => {
  const wait = new Pauses(ACCOUNT_PACE);
  for (let count = 0; count < 5; count++) wait.next();
  wait.restart();
  expect(wait.next()).toBe(ACCOUNT_PACE.firstMs);
});

it('asks the AWS on this machine at a steady pace', () => {
  expect(new Set(pauses(LAPTOP_PACE, 5)).size).toBe(1);
});
