import type { Json } from '../json.ts';
import { pathSteps, valueAt, type BusEvent } from './event.ts';

/** A piece of a template: text as it stands, or a placeholder with whether it stands inside a JSON string. */
type Piece = { kind: 'text'; text: string } | { kind: 'placeholder'; name: string; isQuoted: boolean };

/** Fills the template from an event, giving the target's input as text. */
export type FilledInput = (event: BusEvent) => string;

/** The rule's own facts that a template can name. */
export interface RuleFacts {
  ruleArn: string;
  ruleName: string;
}

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/y;

/**
 * Compiles an InputTransformer. As in EventBridge, a placeholder outside quotes becomes JSON (text gets its quotes), one
 * inside quotes becomes part of that text, and one whose path finds nothing becomes nothing. An undeclared one throws.
 */
export function compileInputTemplate(
  template: string,
  paths: Readonly<Record<string, string>>,
  rule: RuleFacts,
  where: string,
): FilledInput {
  const pieces = tokenize(template);
  const reserved: Readonly<Record<string, (event: BusEvent) => Json>> = {
    'aws.events.rule-arn': () => rule.ruleArn,
    'aws.events.rule-name': () => rule.ruleName,
    'aws.events.event': (event) => event,
    'aws.events.event.json': (event) => event,
  };
  for (const path of Object.values(paths)) pathSteps(path);
  for (const piece of pieces) {
    if (piece.kind === 'placeholder' && !(piece.name in paths) && !(piece.name in reserved)) {
      throw new Error(`${where}: the template names <${piece.name}>, which InputPathsMap does not declare`);
    }
  }
  return (event) =>
    pieces
      .map((piece) => {
        if (piece.kind === 'text') return piece.text;
        const path = paths[piece.name];
        const value = path === undefined ? reserved[piece.name]?.(event) : valueAt(path, event);
        return render(value, piece.isQuoted);
      })
      .join('');
}

function render(value: Json | undefined, isQuoted: boolean): string {
  if (value === undefined) return '';
  if (!isQuoted) return JSON.stringify(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function tokenize(template: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let isQuoted = false;
  for (let position = 0; position < template.length;) {
    PLACEHOLDER.lastIndex = position;
    const found = PLACEHOLDER.exec(template);
    if (found) {
      pieces.push({ kind: 'text', text }, { kind: 'placeholder', name: found[1] ?? '', isQuoted });
      text = '';
      position = PLACEHOLDER.lastIndex;
      continue;
    }
    const character = template.charAt(position);
    if (character === '"') isQuoted = !isQuoted;
    // What follows a backslash is part of the string, also a quote.
    const length = character === '\\' && isQuoted ? 2 : 1;
    text += template.slice(position, position + length);
    position += length;
  }
  return [...pieces, { kind: 'text', text }];
}
