import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { AwsError } from './aws-error.ts';

/** One operation of a service: gets the request's fields and gives the answer's. Throws AwsError for an AWS error. */
export type Operation = (input: OperationInput) => JsonObject | Promise<JsonObject>;

/** A service's operations by name. What is not in the table is answered as not simulated. */
export type Operations = Readonly<Record<string, Operation>>;

/** Reads the fields of a request by type; a wrong or missing one is a ValidationException, as on AWS. */
export class OperationInput {
  readonly fields: JsonObject;

  constructor(fields: JsonObject) {
    this.fields = fields;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw invalid(name, 'Member must not be null');
    return value;
  }

  /** Text of at most so many characters. */
  optionalString(name: string, maximumLength = Infinity): string | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined) return value;
    if (typeof value !== 'string') throw invalid(name, 'Member must be a string');
    if (value.length <= maximumLength) return value;
    throw invalid(name, `Member must have length less than or equal to ${maximumLength}`);
  }

  /** One of the values of an enumeration. */
  optionalChoice<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.optionalString(name);
    const found = values.find((candidate) => candidate === value);
    if (value === undefined || found !== undefined) return found;
    throw invalid(name, `Member must satisfy enum value set: [${values.join(', ')}]`);
  }

  optionalNumber(name: string, lowest = -Infinity, highest = Infinity): number | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined) return value;
    if (typeof value !== 'number') throw invalid(name, 'Member must be a number');
    if (value < lowest) throw invalid(name, `Member must have value greater than or equal to ${lowest}`);
    if (value > highest) throw invalid(name, `Member must have value less than or equal to ${highest}`);
    return value;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined || typeof value === 'boolean') return value;
    throw invalid(name, 'Member must be true or false');
  }

  objects(name: string): JsonObject[] {
    const value = this.fields[name];
    if (Array.isArray(value) && value.every(isJsonObject)) return value;
    throw invalid(name, 'Member must be a list');
  }

  strings(name: string): string[] {
    const value: Json = this.fields[name] ?? [];
    if (Array.isArray(value)) return value.map(String);
    throw invalid(name, 'Member must be a list');
  }
}

function invalid(field: string, rule: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${rule}`,
  );
}
