/** The parts of a DynamoDB update: attributes set to a value, removed where it is undefined. */
export interface UpdateExpression {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/**
 * Builds an update from `path -> value`; a path's parts become name placeholders, so that neither reserved words nor
 * dots in a key matter.
 */
export function updateExpression(
  changes: readonly (readonly [path: readonly string[], value: unknown])[],
): UpdateExpression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  changes.forEach(([path, value], index) => {
    const placeholder = path
      .map((part, depth) => {
        const name = `#c${index}_${depth}`;
        names[name] = part;
        return name;
      })
      .join('.');
    if (value === undefined) {
      removes.push(placeholder);
    } else {
      values[`:c${index}`] = value;
      sets.push(`${placeholder} = :c${index}`);
    }
  });
  const parts = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
  ];
  return {
    UpdateExpression: parts.filter((part) => part !== '').join(' '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
