/** The width that texts for people keep to, in characters. */
export const LINE_WIDTH = 80;

/**
 * A text for people in lines of at most 80 characters, broken at spaces; all but the first begin with the indent. A word that
 * is longer than a line, such as an ARN, stays whole for copying. What would steer a terminal is taken out.
 */
export function wrapped(text: string, indent = ''): string {
  return printable(text)
    .split('\n')
    .map((paragraph, index) => wrappedParagraph(index === 0 ? paragraph : indent + paragraph, indent))
    .join('\n');
}

/** A label and a text that goes on under itself: `  number    +44…`. */
export function labelled(label: string, text: string, labelWidth = 10): string {
  return wrapped(`  ${label.padEnd(labelWidth)}${text}`, ' '.repeat(2 + labelWidth));
}

/** The text without what would steer a terminal: names and messages come from elsewhere. */
export function printable(text: string): string {
  return text.replaceAll(/(?!\n)\p{Cc}/gu, '\u{FFFD}');
}

function wrappedParagraph(paragraph: string, indent: string): string {
  const lines: string[] = [];
  // What a line opens with, spaces and a label, is never broken off.
  const [opening = ''] = /^ *(?:\S+ {2,})?/.exec(paragraph) ?? [];
  let line = opening;
  let isEmpty = true;
  for (const word of paragraph.slice(opening.length).split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
