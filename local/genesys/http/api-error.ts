/**
 * What Genesys Cloud's error codes mean, in our words; the codes are the vendor's. `%s` stands for what the error is
 * about. A code that is not here is a fault of somebody's own making.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  'active.conversation': 'A conversation with this address is alerting or connected: %s',
  'architect.flow.cannot.delete.used.by.message.addresses': 'Message addresses use this flow: %s',
  'architect.flow.cannot.delete.user.does.not.have.lock': 'Somebody else has this flow open: %s',
  'architect.flow.deleted': 'This flow has been deleted: %s',
  'architect.flow.not.found': 'There is no flow with this id: %s',
  'architect.flow.cannot.delete.used.in.queues': 'Queues use this flow: %s',
  'architect.not.admin.user': 'Only those who may unlock flows can do this.',
  'architect.invalid.flow.type': 'Not a type of flow: %s',
  'authentication.required': 'The Authorization header has no bearer token.',
  'bad.credentials': 'This token is not known or has run out.',
  'bad.request': 'The request makes no sense: %s',
  'constraint.validation': '%s',
  'duplicate.name': 'There is a queue of this name: %s',
  'general.resource.not.found': 'There is no job with this id: %s',
  'internal.server.error': 'Something went wrong in the simulated Genesys Cloud.',
  'invalid.address': 'There is no such address.',
  'invalid.e164.number': 'Not an E.164 number: %s',
  'invalid.flow': 'This flow does not exist or was never published: %s',
  'invalid.flow.type': 'This flow does not take messages: %s',
  'invalid.name': 'Not a name for a queue: %s',
  'invalid.outbound.messaging.address.state': 'Not an active SMS number of this org: %s',
  'invalid.property': '[%s] is not a property of [%s]',
  'invalid.query.param.value': '[%s] is no value for the parameter [%s]; it takes %s',
  'invalid.short.code.operation': 'Short codes cannot be bought with this request: %s',
  'invalid.value': '[%s] is no value for [%s]; it takes %s',
  'max.length.exceeded': 'Longer than it may be: %s',
  'missing.any.permissions': 'You need at least one of these permissions: %s',
  'missing.division.permission': 'You are missing the permission [%s] in the division [%s]',
  'missing.division.permissions': 'You are missing the permission [%s] in the division [%s]',
  'missing.permissions': 'You are missing the following permission(s): %s',
  'not.found': 'There is no such thing: %s',
  'organization.outbound.usage.limit.exceeded': 'This org may send no more texts: %s',
  'phone.number.duplicate': 'This org has bought this number already: %s',
  'phone.number.requires.a.bundle': 'This country sells numbers only against a bundle of documents, by hand: %s',
  'phone.number.unavailable': 'This number cannot be had: %s',
  'provisioning.action.in.progress': 'This number is being bought or released just now: %s',
  'recipient.has.flow': 'A flow takes the messages to this number; take it off the recipient first: %s',
  'request.conflict': 'The request and the state of the resource contradict each other.',
  'client.timeout': 'The request took too long to arrive.',
  'request.entity.too.large': 'The request is larger than %s bytes.',
  'request.timeout': 'The request timed out.',
  'requires.an.address': 'This country sells numbers only to those with an address on file: %s',
  'requires.local.address': 'This country sells numbers only to those with an address in it on file: %s',
  'requires.verified.identity.document': 'This country sells numbers only against documents, by hand: %s',
  'resource.not.found': 'There is no such thing: %s',
  'service.unavailable': 'The service is not there just now.',
  'too.many.requests': 'Too many requests.',
  'too.many.requests.retry.after': 'Too many requests with this token. Retry in [%s] seconds',
  'unexpected.country.code': 'The number is not of this country: %s',
  'unexpected.phone.number.type': 'The number is not of this type: %s',
  'unsupported.media.type': 'Not a content type for this request: %s',
};

const CODES_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'bad.request',
  401: 'bad.credentials',
  403: 'not.authorized',
  404: 'not.found',
  408: 'client.timeout',
  409: 'request.conflict',
  410: 'architect.flow.deleted',
  413: 'request.entity.too.large',
  415: 'unsupported.media.type',
  429: 'too.many.requests',
  503: 'service.unavailable',
  504: 'request.timeout',
};

/** The code that an injected error has when none was asked for. */
export function defaultCode(status: number): string {
  return CODES_BY_STATUS[status] ?? 'internal.server.error';
}

/** An answer other than success; becomes an ErrorBody. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, about: readonly string[] = [], headers: Record<string, string> = {}) {
    const rest = [...about];
    super((MESSAGES[code] ?? code).replaceAll('%s', () => rest.shift() ?? ''));
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
