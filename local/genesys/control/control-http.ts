import type { ReceivedRequest } from '../http/exchange.ts';
import { ok } from '../http/route.ts';
import type { Answer } from '../http/route.ts';
import { InvalidInputError } from '../state/seed.ts';
import { CONTROL_ROUTES } from './control-routes.ts';
import type { SimulatorControl } from './control.ts';

/** The control API lives here; it needs no token and is not in the request log. */
export const CONTROL_PREFIX = '/control/';

function inputOf({ method, search, rawBody }: ReceivedRequest): unknown {
  // A plus stands for itself here, so that a number can be given as it is.
  if (method !== 'POST') return Object.fromEntries(new URLSearchParams(search.replaceAll('+', '%2B')));
  const text = rawBody.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError('The request', [`body (${text.slice(0, 40)}): must be JSON`]);
  }
}

/** Answers a control request: 200 or 204, 400 with every problem of the input, 404 with what there is. */
export function answerControl(control: SimulatorControl, request: ReceivedRequest): Answer {
  const asked = `${request.method} ${request.path}`;
  const route = CONTROL_ROUTES[asked];
  if (!route) {
    const problem = `${asked}: not here; there is ${Object.keys(CONTROL_ROUTES).join(', ')}`;
    return { status: 404, body: { message: problem, problems: [problem] } };
  }
  try {
    const answered = route(control, inputOf(request));
    return typeof answered === 'object' && answered !== null ? ok(answered) : { status: 204 };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { status: 400, body: { message: error.message, problems: error.problems } };
  }
}
