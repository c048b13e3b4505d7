import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument, stringify, visit } from 'yaml';

/** A flow ready to be published: Archy YAML, its name in Genesys, and the hash by which the same content is known again. */
export interface FlowSource {
  name: string;
  yaml: string;
  /** SHA-256 of the YAML, hex. */
  contentHash: string;
}

/** The root key of an inbound message flow in Archy YAML. */
const ROOT_KEY = 'inboundShortMessage';
const PLACEHOLDER = /^\{\{\s*(\w+)\s*\}\}$/;

/** The flows that come with the product: file names in the folder, without `.yaml`. */
export function knownFlows(flowsFolder: string): string[] {
  return readdirSync(flowsFolder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/**
 * Reads a flow and fills in its placeholders. Values go in through the YAML document, so a name with quotes, colons or
 * braces stays a name; a placeholder without a value is an error here, before Genesys sees the file.
 */
export function renderFlow(flowsFolder: string, flow: string, values: Readonly<Record<string, string>>): FlowSource {
  const file = join(flowsFolder, `${flow}.yaml`);
  if (!existsSync(file))
    throw new Error(`flows/${flow}.yaml does not exist; known flows: ${knownFlows(flowsFolder).join(', ')}`);
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (document.errors.length > 0)
    throw new Error(`flows/${flow}.yaml: ${document.errors.map((error) => error.message).join('; ')}`);
  visit(document, {
    Scalar(_key, scalar) {
      const placeholder = typeof scalar.value === 'string' ? PLACEHOLDER.exec(scalar.value)?.[1] : undefined;
      if (placeholder === undefined) return;
      const value = values[placeholder];
      if (value === undefined) throw new Error(`flows/${flow}.yaml: nothing is known to put in for {{${placeholder}}}`);
      scalar.value = value;
    },
  });
  const root = isMap(document.contents) ? document.contents.get(ROOT_KEY, true) : undefined;
  const name = isMap(root) ? root.get('name', true) : undefined;
  if (!isScalar(name) || typeof name.value !== 'string') {
    throw new Error(`flows/${flow}.yaml: ${ROOT_KEY}.name is missing; only inbound message flows can be published`);
  }
  // Comments stay behind: they are for readers of the file, and Genesys looks for placeholders in them too.
  const yaml = stringify(document.toJS(), { lineWidth: 0 });
  return { name: name.value, yaml, contentHash: createHash('sha256').update(yaml).digest('hex') };
}
