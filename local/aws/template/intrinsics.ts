import { asText, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { ACCOUNT_ID, REGION } from '../identity.ts';

/** What `Ref` and `Fn::GetAtt` of one resource give. */
export interface ResourceIdentity {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

/** Answers `Ref` and `Fn::GetAtt` for a logical id, or undefined when there is no such resource. */
export type IdentityOf = (logicalId: string) => ResourceIdentity | undefined;

/**
 * Resolves CloudFormation's intrinsic functions as far as synthesised templates of this project need them: Ref, Fn::GetAtt,
 * Fn::Join, Fn::Sub, Fn::Select, Fn::Split and the pseudo parameters. Anything else throws, naming the place: a value
 * that is silently wrong would only show as a strange failure much later.
 */
export class Intrinsics {
  readonly #stackName: string;
  readonly #identityOf: IdentityOf;

  constructor(stackName: string, identityOf: IdentityOf) {
    this.#stackName = stackName;
    this.#identityOf = identityOf;
  }

  /** The value with every intrinsic replaced; undefined stands for `AWS::NoValue`. */
  resolve(value: Json, where: string): Json | undefined {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.resolve(item, `${where}[${index}]`)).filter((item) => item !== undefined);
    }
    if (!isJsonObject(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (
      name !== undefined &&
      (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')) &&
      others.length === 0
    ) {
      return this.#call(name, value[name] ?? null, `${where}.${name}`);
    }
    const resolved: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      const result = this.resolve(item, `${where}.${key}`);
      if (result !== undefined) resolved[key] = result;
    }
    return resolved;
  }

  #call(name: string, argument: Json, where: string): Json | undefined {
    switch (name) {
      case 'Ref':
        return this.#ref(text(argument, where), where);
      case 'Fn::GetAtt': {
        const path = typeof argument === 'string' ? argument : list(argument, where).map(asText).join('.');
        return this.#attribute(path, where);
      }
      case 'Fn::Join': {
        const [separator, parts] = list(argument, where);
        return list(this.resolve(parts ?? null, where), where)
          .map((part) => text(part, where))
          .join(text(separator, where));
      }
      case 'Fn::Split': {
        const [separator, source] = list(argument, where);
        return text(this.resolve(source ?? null, where), where).split(text(separator, where));
      }
      case 'Fn::Select': {
        const [index, source] = list(argument, where);
        const selected = list(this.resolve(source ?? null, where), where)[Number(index)];
        if (selected === undefined) throw new Error(`${where}: no element ${asText(index)}`);
        return selected;
      }
      case 'Fn::Sub':
        return this.#substitute(argument, where);
      default:
        throw new Error(`${where}: the local world does not resolve ${name}`);
    }
  }

  #substitute(argument: Json, where: string): string {
    const [template, variables] = Array.isArray(argument) ? argument : [argument];
    return text(template, where).replace(/\$\{([^}]+)\}/g, (_match, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const variable = isJsonObject(variables) ? variables[name] : undefined;
      if (variable !== undefined) return text(this.resolve(variable, where), where);
      return name.includes('.') ? this.#attribute(name, where) : text(this.#ref(name, where), where);
    });
  }

  #ref(name: string, where: string): string | undefined {
    switch (name) {
      case 'AWS::Region':
        return REGION;
      case 'AWS::AccountId':
        return ACCOUNT_ID;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.#stackName;
      case 'AWS::NoValue':
        return undefined;
      default: {
        const identity = this.#identityOf(name);
        if (identity === undefined) throw new Error(`${where}: the local world cannot resolve a Ref to ${name}`);
        return identity.ref;
      }
    }
  }

  #attribute(path: string, where: string): string {
    const [logicalId = '', ...rest] = path.split('.');
    const attribute = this.#identityOf(logicalId)?.attributes[rest.join('.')];
    if (attribute === undefined) throw new Error(`${where}: the local world cannot resolve the attribute ${path}`);
    return attribute;
  }
}

function text(value: Json | undefined, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where}: expected text`);
}

function list(value: Json | undefined, where: string): Json[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${where}: expected a list`);
}
