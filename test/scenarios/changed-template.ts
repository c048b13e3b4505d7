import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAME } from '../../lib/stack-name.ts';
import { isJsonObject, type Json, type JsonObject } from '../../local/aws/json.ts';

/** A change of the synthesised template, made on a copy of it. */
export type TemplateChange = (resources: Record<string, JsonObject>) => void;

/** Applies changes to a template's text. */
export function changedTemplate(...changes: readonly TemplateChange[]): (template: string) => string {
  return (text) => {
    const template = JSON.parse(text) as { Resources: Record<string, JsonObject> };
    for (const change of changes) change(template.Resources);
    return JSON.stringify(template);
  };
}

/** Copies an assembly to a folder, its template changed, and answers that folder. */
export function changedAssembly(assembly: string, copy: string, ...changes: readonly TemplateChange[]): string {
  cpSync(assembly, copy, { recursive: true });
  const template = join(copy, `${STACK_NAME}.template.json`);
  writeFileSync(template, changedTemplate(...changes)(readFileSync(template, 'utf8')));
  return copy;
}

/** The status change event reaches nobody: as if AWS had lost it every time. */
export const withoutStatusEvents: TemplateChange = (resources) => {
  const [, rule] = found(resources, 'AWS::Events::Rule', ([, { EventPattern }]) =>
    JSON.stringify(EventPattern).includes('Step Functions Execution Status Change'),
  );
  rule.State = 'DISABLED';
};

/** Changes the definition of a state machine, which stands in the template as text with the functions' ARNs joined in. */
export function withDefinition(machineName: string, change: (definition: JsonObject) => void): TemplateChange {
  return (resources) => {
    const isMeant = ([, { StateMachineName }]: Entry): boolean => StateMachineName === machineName;
    const [, machine] = found(resources, 'AWS::StepFunctions::StateMachine', isMeant);
    const [separator, parts] = (machine.DefinitionString as { 'Fn::Join': [string, Json[]] })['Fn::Join'];
    const references: Json[] = [];
    const text = parts.map((part) => (typeof part === 'string' ? part : `@@${references.push(part) - 1}@@`));
    const definition = JSON.parse(text.join(separator)) as JsonObject;
    change(definition);
    const changed = JSON.stringify(definition).split(/@@(\d+)@@/);
    machine.DefinitionString = {
      'Fn::Join': ['', changed.map((part, index) => (index % 2 === 0 ? part : (references[Number(part)] ?? null)))],
    };
  };
}

type Entry = readonly [id: string, properties: JsonObject];

/** The one resource of that type that is meant: its logical id and its properties, to be changed in place. */
export function found(resources: Record<string, JsonObject>, type: string, isMeant: (entry: Entry) => boolean): Entry {
  const entries = Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, isJsonObject(Properties) ? Properties : {}] as const);
  const entry = entries.find(isMeant);
  if (entry === undefined) throw new Error(`the template has no such ${type}`);
  return entry;
}
