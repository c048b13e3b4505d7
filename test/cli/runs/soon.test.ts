import { CommandError } from '../../../cli/command-line/command-error.ts';
import { EXIT } from '../../../cli/command-line/exit-codes.ts';
import type { Place } from '../../../cli/place/place.ts';
import { soon } from '../../../cli/runs/soon.ts';

const place = { pace: { firstMs: 1, factor: 1, longestMs: 1 } } as Place;
const missing = new CommandError('no run is under way.', 'Start one.', { exitCode: EXIT.notFound });

it('finds what appears only after some looks', async () => {
  let looks = 0;
  const found = await soon(place, () => (++looks < 4 ? Promise.reject(missing) : Promise.resolve('the run')));
  expect([found, looks]).toEqual(['the run', 4]);
});

it('passes any other failure on at once', async () => {
  const busy = new CommandError('another run is under way.', 'Wait.', { exitCode: EXIT.busy });
  const look = jest.fn(() => Promise.reject(busy));
  await expect(soon(place, look)).rejects.toBe(busy);
  expect(look).toHaveBeenCalledTimes(1);
});
