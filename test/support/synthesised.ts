import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAME } from '../../lib/stack-name.ts';
import { currentAssembly } from '../../local/assembly.ts';
import type { StageName } from '../../src/workflow/stages.ts';
import { PROJECT } from './run-node.ts';

/** A resource as the template has it. */
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** The synthesised stack. */
export interface Synthesised {
  folder: string;
  /** The template as it was parsed. */
  template: { Resources: Record<string, Resource> };
  /** The resources of a type by logical id. */
  ofType(type: string): Record<string, Resource>;
  /** The one resource of that type that has that name; throws when there is none. */
  named(type: string, name: string): Resource;
  /** A value of the template as readable text: references become names, pseudo parameters `<Region>`. */
  text(value: unknown): string;
  /** Where the bundle of a stage is. */
  bundleOf(stage: StageName): string;
}

/** The assembly of the sources as they are; synthesised at most once for all test files. */
export async function synthesised(): Promise<Synthesised> {
  const folder = await currentAssembly(PROJECT, join(PROJECT, '.lab-sms', 'assembly'));
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const template = read(`${STACK_NAME}.template.json`) as Synthesised['template'];
  const { files } = read(`${STACK_NAME}.assets.json`) as {
    files: Record<string, { displayName: string; source: { path: string } }>;
  };
  const ofType = (type: string): Record<string, Resource> =>
    Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => resource.Type === type));

  return {
    folder,
    template,
    ofType,
    named(type, name) {
      const found = Object.values(ofType(type)).find((resource) => nameOf(resource) === name);
      if (found === undefined) throw new Error(`the template has no ${type} named ${name}`);
      return found;
    },
    text: (value) => textOf(value, template.Resources),
    bundleOf(stage) {
      const asset = Object.values(files).find(({ displayName }) => displayName === `Stages/${stage}/Function/Code`);
      if (asset === undefined) throw new Error(`the assembly has no bundle of ${stage}`);
      return join(folder, asset.source.path);
    },
  };
}

const NAME_PROPERTIES = ['FunctionName', 'StateMachineName', 'TableName', 'LogGroupName', 'Name'];

function nameOf({ Properties = {} }: Partial<Resource>): string | undefined {
  const name = NAME_PROPERTIES.map((property) => Properties[property]).find((value) => value !== undefined);
  return typeof name === 'string' ? name : undefined;
}

function textOf(value: unknown, resources: Record<string, Resource>): string {
  if (typeof value === 'string') return value;
  const intrinsic = value as { Ref?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::Join'?: [string, unknown[]] };
  const join = intrinsic['Fn::Join'];
  if (join !== undefined) return join[1].map((part) => textOf(part, resources)).join(join[0]);
  const id = intrinsic.Ref ?? intrinsic['Fn::GetAtt']?.[0];
  if (id === undefined) throw new Error(`not a text: ${JSON.stringify(value)}`);
  if (id.startsWith('AWS::')) return `<${id.slice('AWS::'.length)}>`;
  return nameOf(resources[id] ?? {}) ?? id;
}
