/** A shell text split up: what is run, and the values that stand for its `$( )`, by the names that took their place. */
export interface ExpandedText {
  text: string;
  values: Readonly<Record<string, string>>;
}

/** What gives the value of a `$( )` or, for `$(( ))`, of the calculation in it. */
export interface Substitutions {
  output: (script: string) => Promise<string>;
  calculation: (text: string) => Promise<string>;
}

/** The statements of a script, one a line, without comments; lines that end in a backslash go on. */
export function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let statement = '';
  for (let at = 0; at < script.length;) {
    const isComment = script[at] === '#' && /(^|\s)$/.test(statement);
    const lineEnd = script.indexOf('\n', at);
    const end = isComment ? (lineEnd === -1 ? script.length : lineEnd) : pieceEnd(script, at);
    const piece = script.slice(at, end);
    if (piece === '\n') {
      statements.push(statement);
      statement = '';
    } else if (!isComment && piece !== '\\\n') {
      statement += piece;
    }
    at = end;
  }
  return [...statements, statement].map((text) => text.trim()).filter((text) => text !== '');
}

/** Puts names in the place of every `$( )`, so that its value is one text however it is quoted. Backticks are refused. */
export async function expandSubstitutions(statement: string, substitutions: Substitutions): Promise<ExpandedText> {
  const values: Record<string, string> = {};
  let text = '';
  let isInDoubleQuotes = false;
  for (let at = 0; at < statement.length;) {
    const character = statement.charAt(at);
    if (character === '`') throw new Error('`…` in a command: write $(…)');
    if (character === '"') isInDoubleQuotes = !isInDoubleQuotes;
    const isPiece = statement.startsWith('$(', at) || character === '\\' || (character === "'" && !isInDoubleQuotes);
    const end = isPiece ? pieceEnd(statement, at) : at + 1;
    const piece = statement.slice(at, end);
    if (piece.startsWith('$(')) {
      const name = `SUBSTITUTION_${Object.keys(values).length}`;
      const isCalculation = piece.startsWith('$((') && piece.endsWith('))');
      values[name] = isCalculation
        ? await substitutions.calculation(piece.slice(3, -2))
        : await substitutions.output(piece.slice(2, -1));
      text += `\${${name}}`;
    } else {
      text += piece;
    }
    at = end;
  }
  return { text, values };
}

/** Whole numbers with + - * and /, as the shell calculates; nothing else. */
export function calculate(text: string): string {
  if (!/^\s*-?\d+(\s*[-+*/]\s*\d+)*\s*$/.test(text)) throw new Error(`$((${text})) is no calculation that is known`);
  const product = /(\d+)\s*([*/])\s*(\d+)/;
  let rest = text;
  while (product.test(rest)) {
    rest = rest.replace(product, (_, left: string, operator: string, right: string) =>
      String(operator === '*' ? Number(left) * Number(right) : Math.trunc(Number(left) / Number(right))),
    );
  }
  const terms = rest.replaceAll(/\s/g, '').match(/[-+]?\d+/g) ?? [];
  return String(terms.reduce((sum, term) => sum + Number(term), 0));
}

/** Where the quoted text, escaped character or `$( )` that begins here ends; one character further for anything else. */
function pieceEnd(text: string, at: number): number {
  const character = text.charAt(at);
  if (character === '\\') return at + 2;
  if (character === "'") return closing(text, text.indexOf("'", at + 1), at) + 1;
  if (character === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end = text[end] === "'" ? end + 1 : pieceEnd(text, end);
    return closing(text, end < text.length ? end : -1, at) + 1;
  }
  return text.startsWith('$(', at) ? groupEnd(text, at + 1) : at + 1;
}

function groupEnd(text: string, open: number): number {
  let end = open + 1;
  while (end < text.length && text[end] !== ')') end = text[end] === '(' ? groupEnd(text, end) : pieceEnd(text, end);
  return closing(text, end < text.length ? end : -1, open) + 1;
}

function closing(text: string, found: number, from: number): number {
  if (found === -1) throw new Error(`never closed: ${text.slice(from, from + 40)}`);
  return found;
}
