import { textOf } from './project-files.ts';

/** A third-level heading of the runbook: which part it is in, what stands under it, and its shell blocks. */
export interface RunbookEntry {
  part: string;
  name: string;
  text: string;
  blocks: string[];
}

const RUNBOOK = 'docs/runbook.md';

/** The text of the runbook. */
export function runbookText(): string {
  return textOf(RUNBOOK);
}

/** Every heading of the runbook with its blocks; a block right under a part's own heading has the part's name. */
export function runbookEntries(text = runbookText()): RunbookEntry[] {
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((wholePart) => {
      const [part = '', ...entries] = wholePart.split(/^### /m);
      const title = firstLine(part);
      return [part, ...entries].map((entry) => ({ part: title, name: firstLine(entry), ...contentOf(entry) }));
    });
}

/** How GitHub makes an anchor out of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function contentOf(entry: string): { text: string; blocks: string[] } {
  const text = entry.slice(firstLine(entry).length);
  return { text, blocks: [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block) };
}
