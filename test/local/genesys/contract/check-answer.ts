import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { findRoute } from '../../../../local/genesys/http/route.ts';
import { ROUTES } from '../../../../local/genesys/routes.ts';
import { isVendorCode } from './error-codes.ts';
import { schemaOf, schemaOfAnswer } from './typings.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map<string, ValidateFunction>();

function validator(key: string, schema: () => object): ValidateFunction {
  const found = validators.get(key) ?? ajv.compile(schema());
  validators.set(key, found);
  return found;
}

/** Members that the published document has and the SDK's typings have dropped: looked at by neither side. */
const DROPPED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  getConversationsMessageMessage: ['textBody'],
  getConversationsMessageDetails: ['textBody'],
};

function withoutDropped(operation: string, body: unknown): unknown {
  const dropped = DROPPED_MEMBERS[operation];
  if (!dropped || typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !dropped.includes(key)));
}

const operationOf = (method: string, path: string): string | undefined => {
  try {
    return findRoute(ROUTES, method, path)?.route.operation;
  } catch {
    return undefined;
  }
};

/** Where an answer breaks the contract: its body is not what the SDK's typings say, or its code not one of the vendor's. */
export function contractProblems(method: string, path: string, status: number, body: unknown): string[] {
  const operation = operationOf(method, path);
  const isSuccess = status < 300;
  if (isSuccess && operation === undefined) return [`${method} ${path} is answered ${status} and is no operation`];
  const validate = isSuccess
    ? validator(operation ?? '', () => schemaOfAnswer(operation ?? ''))
    : validator('ErrorBody', () => schemaOf('ErrorBody'));
  const isValid = validate(isSuccess ? withoutDropped(operation ?? '', body ?? null) : body);
  const problems = isValid ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message ?? ''}`);
  if (isSuccess) return problems;
  const { code, status: told } = body as { code?: string; status?: number };
  if (told !== status) problems.push(`status ${String(told)} in the body of a ${status}`);
  if (!isVendorCode(operation ?? '', status, code ?? ''))
    problems.push(`${status} ${String(code)} is not the vendor's`);
  return problems;
}
