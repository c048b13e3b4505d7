import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localWelcome } from '../../../cli/local/local-welcome.ts';
import { PROJECT } from '../../support/run-node.ts';

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** The lines of the terminal in the picture, as one text: where the terminal broke a line there is nothing. */
function picturedText(): string {
  const lines = [...read('docs/images/local-aws.svg').matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, line]) => line);
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '\u00a0': ' ' };
  return lines.join('').replaceAll(/&lt;|&gt;|&amp;|\u00a0/g, (found) => entities[found] ?? found);
}

it('the picture of npm run local in the documentation shows what it prints', () => {
  const pictured = picturedText();
  const [awsUrl = '', genesysUrl = ''] = pictured.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  const registration = JSON.parse(read('docs/examples/lab-org-registered.json')) as object;
  expect(pictured).toContain(localWelcome({ awsUrl, genesysUrl }, registration).replaceAll('\n', ''));
  expect(read('docs/local-aws.md')).toContain('(images/local-aws.svg)');
});
