import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const TYPINGS = join(__dirname, '../../../../node_modules/purecloud-platform-client-v2/index.d.ts');
const source = readFileSync(TYPINGS, 'utf8');
const models = source.slice(source.indexOf('declare namespace Models'));

/** A JSON schema, as far as the SDK's typings need one. */
export type Schema = Readonly<Record<string, unknown>>;

const EMPTY: Schema = { type: 'null' };

function schemaOfType(type: ts.TypeNode, needed: (model: string) => void): Schema {
  if (type.kind === ts.SyntaxKind.StringKeyword) return { type: 'string' };
  if (type.kind === ts.SyntaxKind.NumberKeyword) return { type: 'number' };
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return { type: 'boolean' };
  if (type.kind === ts.SyntaxKind.ObjectKeyword) return { type: 'object' };
  if (ts.isTypeLiteralNode(type)) {
    const index = type.members.find(ts.isIndexSignatureDeclaration);
    if (index) return { type: 'object', additionalProperties: schemaOfType(index.type, needed) };
  }
  if (ts.isTypeReferenceNode(type)) {
    const [argument, second] = type.typeArguments ?? [];
    const name = type.typeName.getText();
    if (name === 'Array' && argument) return { type: 'array', items: schemaOfType(argument, needed) };
    if (name === 'Record' && second) return { type: 'object', additionalProperties: schemaOfType(second, needed) };
    if (name.startsWith('Models.')) {
      needed(name.slice('Models.'.length));
      return { $ref: `#/definitions/${name.slice('Models.'.length)}` };
    }
  }
  throw new Error(`The SDK's typings have a type that this test does not read: ${type.getText()}`);
}

function modelSchema(model: string, needed: (model: string) => void): Schema {
  const text = new RegExp(`^\\texport interface ${model} \\{[^]*?^\\t\\}`, 'm').exec(models)?.[0];
  if (text === undefined) throw new Error(`The SDK's typings have no model ${model}.`);
  const file = ts.createSourceFile(`${model}.ts`, text, ts.ScriptTarget.Latest, true);
  const declaration = file.statements.find(ts.isInterfaceDeclaration);
  const members = (declaration?.members ?? []).flatMap((member) => {
    if (!ts.isPropertySignature(member) || !member.type || !ts.isStringLiteral(member.name)) return [];
    const isOptional = member.questionToken !== undefined;
    return [{ name: member.name.text, isOptional, schema: schemaOfType(member.type, needed) }];
  });
  return {
    type: 'object',
    additionalProperties: false,
    required: members.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
  };
}

/** The schema of a model of the SDK with those of all models that it leads to; nothing else is allowed in an object. */
export function schemaOf(model: string): Schema {
  const definitions = new Map<string, Schema>();
  const waiting = [model];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!definitions.has(next))
      definitions.set(
        next,
        modelSchema(next, (found) => waiting.push(found)),
      );
  }
  return { $ref: `#/definitions/${model}`, definitions: Object.fromEntries(definitions) };
}

/** The schema of what an operation of the SDK promises; null where it promises nothing. */
export function schemaOfAnswer(operation: string): Schema {
  const promised = new RegExp(`^\\s*${operation}\\(.*\\): Promise<(?:Models\\.(\\w+)|void)>;`, 'm').exec(source);
  if (!promised) throw new Error(`The SDK has no operation ${operation}.`);
  return promised[1] === undefined ? EMPTY : schemaOf(promised[1]);
}
