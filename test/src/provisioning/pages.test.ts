import { allPages } from '../../../src/provisioning/pages.ts';

describe('a paged listing', () => {
  it('is read to its last page, in order', async () => {
    const pages = [['a', 'b'], ['c'], ['d']];
    const asked: number[] = [];
    const entities = await allPages((pageNumber) => {
      asked.push(pageNumber);
      return Promise.resolve({ entities: pages[pageNumber - 1] ?? [], pageCount: pages.length });
    });
    expect(entities).toEqual(['a', 'b', 'c', 'd']);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('is one page where Genesys gives neither entities nor a count', async () => {
    expect(await allPages(() => Promise.resolve({}))).toEqual([]);
  });
});
