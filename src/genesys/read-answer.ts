import type { HttpAnswer, HttpFailure } from './http-exchange.ts';
import { redact } from './redaction.ts';
import { failureOfStatus } from './retry-policy.ts';
import type { Failure } from './retry-policy.ts';
import { parseRetryAfterMs } from './retry-timing.ts';

/** One attempt, read: what came of it, free of secrets except for `body`. */
export interface AttemptResult {
  /** Undefined for a success. */
  failure: Failure | undefined;
  status: number | undefined;
  /** The parsed body of a success; undefined where it had none. */
  body: unknown;
  /** Genesys's error code, OAuth's `error`, or the network's code. */
  code: string | undefined;
  /** What Genesys said about a failure, in its words. */
  said: string | undefined;
  correlationId: string | undefined;
  retryAfterMs: number | undefined;
}

/** How the answers of one kind of server are to be read. */
export interface AnswerReading {
  secrets: readonly string[];
  nowMs: number;
  /** False where a success has no body of interest, as after an upload. */
  isJsonServed: boolean;
  /** True for statuses that are a success there. */
  isSuccess: (status: number) => boolean;
}

const MAX_MESSAGE_CHARS = 1_000;
const MAX_TEXT_CHARS = 200;

/** Reads an attempt; never throws. */
export function readAnswer(answer: HttpAnswer | HttpFailure, reading: AnswerReading): AttemptResult {
  if ('failure' in answer) {
    const { failure, code } = answer;
    return { ...NOTHING_KNOWN, failure, code };
  }
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : redact(text, reading.secrets);
  const text = answer.body.toString('utf8');
  const json = parseJson(text);
  const facts = {
    ...NOTHING_KNOWN,
    status: answer.status,
    correlationId: clean(headerOf(answer, 'inin-correlation-id')),
  };
  if (reading.isSuccess(answer.status)) {
    if (!reading.isJsonServed) return facts;
    if (json === UNREADABLE) return { ...facts, failure: 'unreadable answer', code: 'NOT_JSON' };
    return { ...facts, body: json };
  }
  const error = errorTexts(json === UNREADABLE ? text : json);
  return {
    ...facts,
    failure: isTokenThrottling(answer.status, error) ? 'rate limited' : failureOfStatus(answer.status),
    code: clean(error.code),
    said: clean(error.said)
      ?.replace(/\s+/g, ' ')
      .slice(0, json === UNREADABLE ? MAX_TEXT_CHARS : MAX_MESSAGE_CHARS),
    correlationId: facts.correlationId ?? clean(error.contextId),
    retryAfterMs: parseRetryAfterMs(headerOf(answer, 'retry-after'), reading.nowMs),
  };
}

const NOTHING_KNOWN: AttemptResult = {
  failure: undefined,
  status: undefined,
  body: undefined,
  code: undefined,
  said: undefined,
  correlationId: undefined,
  retryAfterMs: undefined,
};

const UNREADABLE = Symbol('unreadable');

/** The error of JSON.parse quotes the text, and the text may hold a token: only the fact that it failed goes on. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

interface ErrorTexts {
  code?: string | undefined;
  said?: string | undefined;
  contextId?: string | undefined;
}

/** Out of Genesys's ErrorBody, an OAuth error, an S3 error document, or whatever text there is. */
function errorTexts(body: unknown): ErrorTexts {
  if (typeof body === 'string') return /^\s*<(?:\?xml|Error>)/.test(body) ? xmlErrorTexts(body) : { said: body };
  if (typeof body !== 'object' || body === null) return {};
  const field = (name: string): string | undefined => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    code: field('code') ?? field('error'),
    said: field('message') ?? field('error_description') ?? field('description'),
    contextId: field('contextId'),
  };
}

/** S3's error documents can hold a session token: only these two elements are read. */
function xmlErrorTexts(document: string): ErrorTexts {
  const element = (name: string): string | undefined => new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1];
  return { code: element('Code'), said: element('Message') };
}

/** The token endpoint says "too many" as a 400 `invalid_request` (official Terraform provider), which no API error looks like. */
function isTokenThrottling(status: number, error: ErrorTexts): boolean {
  return status === 400 && error.code === 'invalid_request' && /rate limit exceeded/i.test(error.said ?? '');
}

function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
