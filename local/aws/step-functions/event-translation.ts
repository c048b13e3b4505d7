import type { JsonObject } from '../json.ts';

/** An entry of the interpreter's own event log, as far as it is read. */
export interface InterpreterEvent {
  type: string;
  state?: { name: string; input: unknown; output?: unknown };
}

/** A history event's type and details. */
export interface HistoryEntry {
  type: string;
  details: JsonObject;
}

/** The history event for a state entered or exited; other entries of the interpreter's log have their own writers. */
export function stateEvent(event: InterpreterEvent, typeOf: (stateName: string) => string): HistoryEntry | undefined {
  const { state } = event;
  if (!state) return undefined;
  if (event.type === 'StateEntered') {
    return {
      type: `${typeOf(state.name)}StateEntered`,
      details: { name: state.name, ...payload('input', state.input) },
    };
  }
  if (event.type === 'StateExited') {
    return {
      type: `${typeOf(state.name)}StateExited`,
      details: { name: state.name, ...payload('output', state.output) },
    };
  }
  return undefined;
}

/** A value under its name as JSON text, with the mark that nothing was cut off. */
export function payload(name: 'input' | 'output', value: unknown): JsonObject {
  return textPayload(name, JSON.stringify(value ?? null));
}

/** JSON text under its name, with the mark that nothing was cut off. */
export function textPayload(name: 'input' | 'output', text: string): JsonObject {
  return { [name]: text, [`${name}Details`]: { truncated: false } };
}
