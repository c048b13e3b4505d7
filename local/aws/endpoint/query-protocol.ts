/** What an answer of the query protocol is made of; the members of a list are called `member`. */
export type QueryValue = string | readonly QueryValue[] | QueryFields;
/** The fields of an answer, in the order in which they are written. */
export interface QueryFields {
  readonly [field: string]: QueryValue;
}

/** One operation: gets the form's parameters, gives the answer's fields. Throws AwsError for an AWS error. */
export type QueryOperation = (parameters: URLSearchParams) => QueryFields;

/** A service of the older query protocol, which takes a form and answers XML. */
export interface QueryService {
  /** The XML namespace of its answers. */
  namespace: string;
  operations: Readonly<Record<string, QueryOperation>>;
}

/** The service that a request was signed for, in lower case as in the signature's scope; empty when it was not signed. */
export function signedService(authorization: string | undefined): string {
  return /Credential=[^/]*\/\d+\/[^/]*\/([^/]+)\/aws4_request/.exec(authorization ?? '')?.[1] ?? '';
}

/** The XML that answers an operation. */
export function queryAnswer(operation: string, namespace: string, fields: QueryFields, requestId: string): string {
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const body = element(`${operation}Result`, content(fields)) + metadata;
  return `<${operation}Response xmlns="${namespace}">${body}</${operation}Response>`;
}

/** The XML of an error: S3 gives it bare, the services of the query protocol inside an ErrorResponse. */
export function xmlError(service: string, code: string, message: string, requestId: string): string {
  const fields = element('Code', escaped(code)) + element('Message', escaped(message));
  if (service === 's3') return element('Error', fields + element('RequestId', requestId));
  return element(
    'ErrorResponse',
    element('Error', element('Type', 'Sender') + fields) + element('RequestId', requestId),
  );
}

function content(value: QueryValue): string {
  if (typeof value === 'string') return escaped(value);
  const parts: (readonly [string, QueryValue])[] = isList(value)
    ? value.map((member) => ['member', member] as const)
    : Object.entries(value);
  return parts.map(([name, part]) => element(name, content(part))).join('');
}

/** Array.isArray does not tell a read-only list from the rest. */
function isList(value: QueryValue): value is readonly QueryValue[] {
  return Array.isArray(value);
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
