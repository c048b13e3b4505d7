/** Neighbouring cells of one look; the colour is one of the terminal's first 16, or undefined for its own. */
export interface TerminalSpan {
  text: string;
  colour: number | undefined;
  isBold: boolean;
  isDim: boolean;
}

const COLUMNS = 80;
const FONT_SIZE = 14;
/** Every cell is as wide as this, whichever monospace font the reader has. */
const CELL = 8.4;
const ROW = 19;
const MARGIN = 18;
const BAR = 34;

const COLOURS = [
  ...['#6b7485', '#f27a72', '#7bcf9b', '#e6b450', '#7fb4f0', '#cf9cf0', '#63c9d3', '#d8dee9'],
  ...['#8a94a6', '#ff9a93', '#9be3b6', '#f5cd7a', '#a3cbf7', '#ddb8f7', '#8bdde5', '#ffffff'],
];

/** A screen of a terminal of 80 columns as a picture that loads nothing: the title is read out, the spans keep their colours. */
export function terminalSvg(title: string, rows: readonly (readonly TerminalSpan[])[]): string {
  const width = Math.ceil(COLUMNS * CELL + 2 * MARGIN);
  const height = BAR + rows.length * ROW + MARGIN;
  const lines = rows.map((spans, index) => line(spans, BAR + (index + 1) * ROW - 5)).filter((text) => text !== '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1b1f27"/>`,
    '<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>',
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" fill="#d8dee9" xml:space="preserve">`,
    ...lines,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function line(spans: readonly TerminalSpan[], y: number): string {
  let column = 0;
  const parts = spans.map((span) => {
    const from = column;
    column += span.text.length;
    return part(span, from);
  });
  return parts.length === 0 ? '' : `<text y="${y}" style="white-space:pre">${parts.join('')}</text>`;
}

/** Spaces stay in the text, so that whoever copies or reads a row has it as it was printed. */
function part({ text, colour, isBold, isDim }: TerminalSpan, column: number): string {
  const look = [
    colour === undefined ? '' : ` fill="${COLOURS[colour] ?? '#d8dee9'}"`,
    isBold ? ' font-weight="bold"' : '',
    isDim ? ' fill-opacity="0.65"' : '',
  ].join('');
  const place = `x="${rounded(MARGIN + column * CELL)}" textLength="${rounded(text.length * CELL)}"`;
  return `<tspan ${place} lengthAdjust="spacingAndGlyphs"${look}>${escaped(text)}</tspan>`;
}

/** The rows of such a picture as text, the empty ones left out. */
export function rowsOfTerminalSvg(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, row = '']) =>
    row.replaceAll(/<[^>]*>/g, '').replaceAll(/&(lt|gt|quot|amp);/g, (_whole, name: string) => ENTITIES[name] ?? ''),
  );
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
