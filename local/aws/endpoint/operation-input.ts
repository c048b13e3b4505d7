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

  optionalString(name: string): string | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(name, 'Member must be a string');
  }

  optionalNumber(name: string): number | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined || typeof value === 'number') return value;
    throw invalid(name, 'Member must be a number');
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
