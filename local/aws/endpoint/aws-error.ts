import type { JsonObject } from '../json.ts';

/** An error as an AWS API answers it. `name` is the error's code; `details` are further fields of the answer. */
export class AwsError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly details: JsonObject;

  constructor(name: string, message: string, status = 400, details: JsonObject = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.details = details;
  }
}
