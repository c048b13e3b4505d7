type CodesByStatus = Readonly<Record<number, readonly string[]>>;

/** The vendor's error codes that every operation may answer. Source: the published OpenAPI document, July 2026. */
export const COMMON_CODES: CodesByStatus = {
  400: [
    ...['bad.request', 'constraint.validation', 'invalid.date', 'invalid.property', 'invalid.query.param.value'],
    ...['invalid.value', 'response.entity.too.large'],
  ],
  401: ['authentication.required', 'bad.credentials', 'ip.not.authorized'],
  403: [
    ...['missing.any.permissions', 'missing.permissions', 'missing.division.permission', 'not.authorized'],
    ...['missing.any.division.permissions', 'app.not.authorized.for.scope', 'authz.policy.denied'],
  ],
  404: ['not.found'],
  408: ['client.timeout'],
  409: ['request.conflict'],
  413: ['request.entity.too.large'],
  415: ['unsupported.media.type'],
  429: ['too.many.requests', 'too.many.requests.retry.after'],
  500: ['internal.server.error'],
  503: ['service.unavailable'],
  504: ['authentication.request.timeout', 'request.timeout'],
};

/** The vendor's error codes of single operations, as far as the simulator answers them. Source: as above. */
export const OWN_CODES: Readonly<Record<string, CodesByStatus>> = {
  getRoutingQueue: { 403: ['missing.division.permissions'], 404: ['resource.not.found'] },
  putRoutingQueue: {
    400: ['duplicate.name', 'invalid.name', 'invalid.outbound.messaging.address.state', 'resource.not.found'],
    403: ['missing.division.permissions'],
    404: ['resource.not.found'],
  },
  postRoutingSmsAddresses: { 400: ['invalid.address'] },
  postRoutingSmsPhonenumbers: {
    400: [
      ...['invalid.e164.number', 'invalid.short.code.operation', 'phone.number.duplicate', 'phone.number.unavailable'],
      ...['phone.number.requires.a.bundle', 'requires.an.address', 'requires.local.address'],
      ...['requires.verified.identity.document', 'unexpected.country.code', 'unexpected.phone.number.type'],
    ],
    404: ['bad.request'],
    409: ['provisioning.action.in.progress'],
  },
  deleteRoutingSmsPhonenumber: {
    400: ['recipient.has.flow'],
    409: ['provisioning.action.in.progress'],
  },
  getFlows: { 400: ['architect.invalid.flow.type'] },
  getFlow: { 404: ['architect.flow.not.found'], 410: ['architect.flow.deleted'] },
  deleteFlow: {
    404: ['architect.flow.not.found'],
    405: ['architect.flow.cannot.delete.user.does.not.have.lock'],
    409: ['architect.flow.cannot.delete.used.by.message.addresses', 'architect.flow.cannot.delete.used.in.queues'],
    410: ['architect.flow.deleted'],
  },
  postFlowsActionsUnlock: { 403: ['architect.not.admin.user'] },
  getFlowsJob: { 404: ['general.resource.not.found'] },
  putRoutingMessageRecipient: { 400: ['invalid.flow', 'invalid.flow.type'] },
  postConversationsMessagesAgentless: {
    400: ['active.conversation', 'max.length.exceeded'],
    409: ['organization.outbound.usage.limit.exceeded'],
  },
};

/** Whether the vendor's document has that code for that operation and status. */
export function isVendorCode(operation: string, status: number, code: string): boolean {
  return [COMMON_CODES, OWN_CODES[operation]].some((codes) => codes?.[status]?.includes(code) === true);
}
