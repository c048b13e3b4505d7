import { AGGREGATES } from './aggregates.ts';
import { FUNCTIONS } from './functions.ts';
import type { Expression } from './syntax.ts';
import { compareValues, isTrue, numberOf, textOf, type Value } from './values.ts';

/** What a name stands for. */
export type Scope = (name: string) => Value;

/** One event or result, as expressions see it. */
export interface Readable {
  read: Scope;
  timestampMs: number;
}

type Comparison = (order: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
};

/**
 * The value of an expression for one event. A comparison with a missing value is false, and so its opposites (!=, not like,
 * not in) are true; arithmetic with one gives none.
 */
export function evaluate(expression: Expression, scope: Scope, group: readonly Readable[] = []): Value {
  const valueOf = (part: Expression): Value => evaluate(part, scope, group);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return scope(expression.name);
    case 'call':
      return FUNCTIONS[expression.name]?.run(expression.arguments.map(valueOf));
    case 'aggregate':
      return aggregated(expression, group);
    case 'not':
      return Number(!isTrue(valueOf(expression.operand)));
    case 'in': {
      const value = valueOf(expression.operand);
      return Number(expression.values.some((candidate) => compareValues(value, valueOf(candidate)) === 0));
    }
    case 'matches': {
      const text = textOf(valueOf(expression.operand));
      return Number(text !== undefined && expression.pattern.test(text));
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, valueOf);
  }
}

function binary(operator: string, left: Expression, right: Expression, valueOf: (part: Expression) => Value): Value {
  if (operator === 'and') return Number(isTrue(valueOf(left)) && isTrue(valueOf(right)));
  if (operator === 'or') return Number(isTrue(valueOf(left)) || isTrue(valueOf(right)));
  const [leftValue, rightValue] = [valueOf(left), valueOf(right)];
  const order = compareValues(leftValue, rightValue);
  if (operator === '!=') return Number(order !== 0);
  const compare = COMPARISONS[operator];
  if (compare) return Number(order !== undefined && compare(order));
  const [leftNumber, rightNumber] = [numberOf(leftValue), numberOf(rightValue)];
  if (leftNumber === undefined || rightNumber === undefined) return undefined;
  return ARITHMETIC[operator]?.(leftNumber, rightNumber);
}

function aggregated(expression: Extract<Expression, { kind: 'aggregate' }>, group: readonly Readable[]): Value {
  const samples = group.map(({ read, timestampMs }) => ({
    values: expression.arguments.map((argument) => evaluate(argument, read)),
    timestampMs,
  }));
  return AGGREGATES[expression.name]?.run(samples);
}
