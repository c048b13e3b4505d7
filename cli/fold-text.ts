/** The width that every screen has. */
export const SCREEN_COLUMNS = 80;

/** Breaks a text at spaces so that it fits the columns, every line after the first indented; a longer word stays whole. */
export function foldText(text: string, indent = '', columns = SCREEN_COLUMNS): string {
  const lines: string[] = [];
  const opening = /^ */.exec(text)?.[0] ?? '';
  let line = '';
  for (const word of text.slice(opening.length).split(' ')) {
    const longer = line === '' ? `${opening}${word}` : `${line} ${word}`;
    if (line !== '' && longer.length > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}
