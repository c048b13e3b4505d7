import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Reads resolved properties by type; a wrong or missing one throws, naming the resource and the path. */
export class PropertyReader {
  readonly where: string;
  readonly value: JsonObject;

  constructor(value: Json | undefined, where: string) {
    if (!isJsonObject(value)) throw new Error(`${where}: expected an object`);
    this.value = value;
    this.where = where;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw new Error(`${this.where}.${name}: missing`);
    return value;
  }

  optionalString(name: string): string | undefined {
    const value = this.value[name];
    if (value === undefined || typeof value === 'string') return value;
    throw new Error(`${this.where}.${name}: expected a string`);
  }

  number(name: string, otherwise: number): number {
    const value = this.value[name];
    if (value === undefined) return otherwise;
    // CloudFormation takes numbers as text too.
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw new Error(`${this.where}.${name}: expected a number`);
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.value[name];
    if (value === undefined) return otherwise;
    if (typeof value === 'boolean') return value;
    throw new Error(`${this.where}.${name}: expected true or false`);
  }

  object(name: string): PropertyReader {
    return new PropertyReader(this.value[name], `${this.where}.${name}`);
  }

  optionalObject(name: string): PropertyReader | undefined {
    return this.value[name] === undefined ? undefined : this.object(name);
  }

  objects(name: string): PropertyReader[] {
    const value = this.value[name] ?? [];
    if (!Array.isArray(value)) throw new Error(`${this.where}.${name}: expected a list`);
    return value.map((item, index) => new PropertyReader(item, `${this.where}.${name}[${index}]`));
  }

  /** A list of strings; an empty one when there is none. */
  stringList(name: string): string[] {
    const value = this.value[name] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw new Error(`${this.where}.${name}: expected a list of strings`);
  }

  /** All properties as strings, e.g. environment variables. */
  strings(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.value).map((name) => [name, this.string(name)]));
  }
}
