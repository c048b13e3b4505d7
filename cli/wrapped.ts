/** The width that texts for people keep to, in characters. */
export const LINE_WIDTH = 80;

/** A label and a text that goes on under itself: `  number    +44…`. Every line fits the width unless a word doesn't. */
export function labelled(label: string, text: string, labelWidth = 10): string {
  const indent = ' '.repeat(2 + labelWidth);
  const [first = '', ...others] = wrapped(text, LINE_WIDTH - indent.length);
  return [`  ${label.padEnd(labelWidth)}${first}`, ...others.map((line) => indent + line)].join('\n');
}

/** The lines of a text, broken between words; a word that is longer than a line keeps together, for copying. */
export function wrapped(text: string, width = LINE_WIDTH): string[] {
  return printable(text)
    .split('\n')
    .flatMap((paragraph) => wrappedParagraph(paragraph, width));
}

function wrappedParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The text without what would steer a terminal: names and messages come from elsewhere. */
export function printable(text: string): string {
  return text.replaceAll(/(?!\n)\p{Cc}/gu, '\u{FFFD}');
}
