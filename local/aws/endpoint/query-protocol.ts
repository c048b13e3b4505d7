/** A service of the older query protocol, which takes a form and answers XML. Its operations take nothing here. */
export interface QueryService {
  /** The XML namespace of its answers. */
  namespace: string;
  operations: Readonly<Record<string, () => Readonly<Record<string, string>>>>;
}

/** The service that a request was signed for, in lower case as in the signature's scope; empty when it was not signed. */
export function signedService(authorization: string | undefined): string {
  return /Credential=[^/]*\/\d+\/[^/]*\/([^/]+)\/aws4_request/.exec(authorization ?? '')?.[1] ?? '';
}

/** The XML that answers an operation. */
export function queryAnswer(
  operation: string,
  namespace: string,
  fields: Readonly<Record<string, string>>,
  requestId: string,
): string {
  const result = Object.entries(fields).map(([name, value]) => element(name, escaped(value)));
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const body = element(`${operation}Result`, result.join('')) + metadata;
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

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
