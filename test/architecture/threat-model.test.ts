import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');
const threats = readFileSync(join(docs, 'threat-model.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Who |'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

describe.each(threats)('the threat model on %s', (...cells) => {
  const [, could, stops, proof = '', nothingStops] = cells;

  it('says what they could do, what stops them and what does not', () => {
    expect(cells).toHaveLength(5);
    for (const cell of [could, stops, nothingStops]) expect(cell).not.toBe('');
  });

  it('names tests that are there', () => {
    const links = [...proof.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(links).not.toEqual([]);
    for (const link of links) {
      expect(link).toMatch(/^\.\.\/test\/.+\.test\.ts$/);
      expect(existsSync(join(docs, link)) ? '' : link).toBe('');
    }
  });
});

it('has the threats that the table holds, and reads them', () => {
  expect(threats.length).toBeGreaterThan(12);
});
