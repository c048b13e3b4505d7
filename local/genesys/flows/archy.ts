import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import type { FlowAction } from '../state/org-state.ts';

const ROOT_KEY = 'inboundShortMessage';
const ACTION_KINDS = ['transferToAcd', 'sendResponse', 'disconnect'];

const named = z.optional(z.string());
const TransferToAcd = z.looseObject({ targetQueue: z.object({ lit: z.object({ name: z.string() }) }) });
const SendResponse = z.looseObject({ messageBody: z.object({ lit: z.string() }) });
const Source = z.looseObject({
  name: z.string(),
  description: named,
  division: named,
  startUpRef: z.string(),
  states: z.array(
    z.object({
      state: z.looseObject({
        name: z.string(),
        refId: z.string(),
        actions: z.array(z.record(z.string(), z.unknown())),
      }),
    }),
  ),
});

/** What a flow's source says, its queues found. */
export interface ParsedFlow {
  name: string;
  description?: string;
  /** The name of the division that a new flow is put in. */
  division?: string;
  actions: FlowAction[];
}

/** A flow that can't be published; the messages are what its job reports. */
export class FlowSourceError extends Error {
  override readonly name = 'FlowSourceError';
  readonly messages: string[];

  constructor(messages: string[]) {
    super(messages.join('\n'));
    this.messages = messages;
  }
}

const fail = (...messages: string[]): never => {
  throw new FlowSourceError(messages);
};

function nameProblems(name: string): string[] {
  return [
    ...(name.length > 200 ? ['The name of the flow is longer than 200 characters.'] : []),
    ...(name.includes('/') ? [`The name of the flow must not contain a slash: ${name}`] : []),
    ...(name.endsWith('-debug') ? [`The name of the flow must not end with -debug: ${name}`] : []),
    ...(/[\p{L}\p{N}]/u.test(name) ? [] : [`The name of the flow needs a letter or a digit: ${name}`]),
  ];
}

function parseYaml(source: string): unknown {
  const document = parseDocument(source);
  if (document.errors.length > 0) return fail(...document.errors.map(({ message }) => `YAML: ${message}`));
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    return fail(`YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function explain(place: string, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.map(({ path, message }) => `${[place, ...path.map(String)].join('.')}: ${message}`);
}

/** How a queue's name leads to a queue: every queue of exactly that name. */
export type FindQueues = (name: string) => { id: string; name: string }[];

function transferToAcd(value: unknown, place: string, findQueues: FindQueues): FlowAction {
  const parsed = TransferToAcd.safeParse(value);
  if (!parsed.success) return fail(...explain(place, parsed.error.issues));
  const queueName = parsed.data.targetQueue.lit.name;
  const [queue, ...others] = findQueues(queueName);
  if (!queue) return fail(`${place}.targetQueue: there is no queue named '${queueName}' in this org.`);
  if (others.length > 0)
    return fail(`${place}.targetQueue: there are ${others.length + 1} queues named '${queueName}'.`);
  return { kind: 'transferToAcd', queueId: queue.id, queueName };
}

function action(entry: Record<string, unknown>, place: string, findQueues: FindQueues): FlowAction {
  const [kind = '', ...others] = Object.keys(entry);
  if (others.length > 0 || !ACTION_KINDS.includes(kind)) {
    return fail(`${place}: one of ${ACTION_KINDS.join(', ')} is needed, not '${Object.keys(entry).join(', ')}'.`);
  }
  if (kind === 'transferToAcd') return transferToAcd(entry[kind], `${place}.${kind}`, findQueues);
  if (kind === 'disconnect') return { kind };
  const parsed = SendResponse.safeParse(entry[kind]);
  if (!parsed.success) return fail(...explain(`${place}.${kind}`, parsed.error.issues));
  return { kind: 'sendResponse', text: parsed.data.messageBody.lit };
}

/**
 * Reads the Archy YAML of an inbound message flow, of which it knows the states and the actions transferToAcd,
 * sendResponse and disconnect.
 * @throws FlowSourceError for whatever keeps the flow from being published
 */
export function parseArchy(source: string, findQueues: FindQueues): ParsedFlow {
  const leftOver = [...source.matchAll(/\{\{\s*([^{}\n]*?)\s*\}\}/g)].map(([, key]) => key ?? '');
  if (leftOver.length > 0) {
    fail(...[...new Set(leftOver)].map((key) => `The substitution key '${key}' was not found in the options file.`));
  }
  const document = parseYaml(source);
  const roots = typeof document === 'object' && document !== null ? Object.keys(document) : [];
  if (roots.length !== 1 || roots[0] !== ROOT_KEY) {
    fail(`The one key at the root must be ${ROOT_KEY}, not '${roots.join(', ').slice(0, 80)}'.`);
  }
  const parsed = Source.safeParse((document as Record<string, unknown>)[ROOT_KEY]);
  if (!parsed.success) return fail(...explain(ROOT_KEY, parsed.error.issues));
  const { name, description, division, startUpRef, states } = parsed.data;
  const problems = nameProblems(name);
  if (problems.length > 0) fail(...problems);
  const start = states.find(({ state }) => startUpRef === `/${ROOT_KEY}/states/state[${state.refId}]`);
  if (!start) return fail(`startUpRef leads to no state: ${startUpRef}`);
  const allActions = states.map(({ state }) => ({
    state,
    actions: state.actions.map((entry, index) => action(entry, `${state.name}.actions.${index}`, findQueues)),
  }));
  const actions = allActions.find(({ state }) => state === start.state)?.actions ?? [];
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(division === undefined ? {} : { division }),
    actions,
  };
}
