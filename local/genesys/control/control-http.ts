import type { ReceivedRequest } from '../http/exchange.ts';
import { ok } from '../http/route.ts';
import type { Answer } from '../http/route.ts';
import { InvalidInputError } from '../state/seed.ts';
import type { SimulatorControl } from './control.ts';

/** The control API lives here; it needs no token and is not in the request log. */
export const CONTROL_PREFIX = '/control/';

type Handler = (control: SimulatorControl, body: unknown, query: URLSearchParams) => object | undefined;

function sequenceOf(query: URLSearchParams): number {
  const text = query.get('after') ?? '0';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidInputError('The request', [`after (${text.slice(0, 80)}): must be a sequence number, 0 or more`]);
}

// The control's methods check what they are given; from HTTP it can be anything.
const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /control/state': (control) => control.state(),
  'GET /control/comparable-state': (control) => control.comparableState(),
  'GET /control/requests': (control, _, query) => control.requests(sequenceOf(query)),
  'GET /control/texts': (control, _, query) => control.texts(query.get('genesysOrgId') ?? undefined),
  'POST /control/orgs': (control, body) => {
    control.addOrg(body as never);
    return undefined;
  },
  'POST /control/faults': (control, body) => {
    control.addFault(body as never);
    return undefined;
  },
  'DELETE /control/faults': (control) => {
    control.clearFaults();
    return undefined;
  },
  'POST /control/clock': (control, body) => {
    control.advanceClock((body as { advanceMs?: number } | null)?.advanceMs as never);
    return { now: control.state().now };
  },
  'POST /control/registrations': (control, body) => {
    control.registerNumber(body as never);
    return undefined;
  },
  'POST /control/carrier-states': (control, body) => {
    control.setCarrierStatus(body as never);
    return undefined;
  },
  'POST /control/opt-outs': (control, body) => {
    control.optOut(body as never);
    return undefined;
  },
  'POST /control/taken-numbers': (control, body) => {
    control.takeNumber(body as never);
    return undefined;
  },
  'POST /control/roles': (control, body) => {
    control.setRole(body as never);
    return undefined;
  },
  'POST /control/latencies': (control, body) => {
    control.setLatencies(body as never);
    return undefined;
  },
  'DELETE /control/tokens': (control, _, query) => {
    control.expireTokens(query.get('genesysOrgId') ?? undefined);
    return undefined;
  },
  'POST /control/flow-edits': (control, body) => {
    control.editFlow(body as never);
    return undefined;
  },
  'POST /control/conversations': (control, body) => {
    control.connectConversation(body as never);
    return undefined;
  },
};

function parseJson({ rawBody, method }: ReceivedRequest): unknown {
  if (method !== 'POST') return undefined;
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new InvalidInputError('The request', [`body (${rawBody.toString('utf8').slice(0, 40)}): must be JSON`]);
  }
}

/** Answers a control request: 200 or 204, 400 with every problem of the input, 404 with what there is. */
export function answerControl(control: SimulatorControl, request: ReceivedRequest): Answer {
  const handler = HANDLERS[`${request.method} ${request.path}`];
  if (!handler) {
    const problems = [`${request.method} ${request.path}: not here; there is ${Object.keys(HANDLERS).join(', ')}`];
    return { status: 404, body: { message: problems[0], problems } };
  }
  try {
    const body = handler(control, parseJson(request), new URLSearchParams(request.search));
    return body ? ok(body) : { status: 204 };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { status: 400, body: { message: error.message, problems: error.problems } };
  }
}
