import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from '../json.ts';
import { PropertyReader } from './property-reader.ts';
import { readFunctions } from './read-functions.ts';
import { readQueryDefinitions } from './read-query-definitions.ts';
import { readRules } from './read-rules.ts';
import { readSchedules } from './read-schedules.ts';
import { readStateMachines } from './read-state-machines.ts';
import type { NamedResource, Stack, TableResource } from './stack.ts';
import { TemplateReader, type TemplateResource } from './template-reader.ts';

const TEMPLATE_SUFFIX = '.template.json';

/**
 * Reads the one stack of a synthesised cloud assembly. Throws, naming the resource and the path, on everything that the
 * local world could not run as the template says.
 */
export function readAssembly(assemblyDir: string): Stack {
  const templates = readdirSync(assemblyDir).filter((file) => file.endsWith(TEMPLATE_SUFFIX));
  const [templateFile] = templates;
  if (templateFile === undefined || templates.length > 1) {
    throw new Error(`${assemblyDir}: expected the template of one stack, found ${templates.length}`);
  }
  const stackName = templateFile.slice(0, -TEMPLATE_SUFFIX.length);
  const template = new TemplateReader(stackName, readJson(join(assemblyDir, templateFile)));
  const assets = new PropertyReader(readJson(join(assemblyDir, `${stackName}.assets.json`)), `${stackName}.assets`);
  return {
    name: stackName,
    functions: readFunctions(template, (key, where) => assetFolder(assemblyDir, assets, key, where)),
    stateMachines: readStateMachines(template),
    buses: template.ofType('AWS::Events::EventBus').map(named),
    rules: readRules(template),
    schedules: readSchedules(template),
    tables: template.ofType('AWS::DynamoDB::Table').map(readTable),
    queues: template.ofType('AWS::SQS::Queue').map((resource) => ({
      ...named(resource),
      visibilityTimeoutSeconds: resource.properties.number('VisibilityTimeout', DEFAULT_VISIBILITY_SECONDS),
      messageRetentionSeconds: resource.properties.number('MessageRetentionPeriod', DEFAULT_RETENTION_SECONDS),
    })),
    logGroups: template.ofType('AWS::Logs::LogGroup').map((resource) => {
      const retentionInDays = resource.properties.number('RetentionInDays', 0);
      return { ...named(resource), ...(retentionInDays > 0 && { retentionInDays }) };
    }),
    queryDefinitions: readQueryDefinitions(template),
  };
}

/** SQS's own values for what a queue leaves out: 30 seconds and four days. */
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

/** The folder of a zipped asset: `<hash>.zip` is the key under which the deployed function finds the same files. */
function assetFolder(assemblyDir: string, assets: PropertyReader, key: string, where: string): string {
  const file = assets.object('files').optionalObject(key.replace(/\.zip$/, ''));
  if (file === undefined) throw new Error(`${where}: no asset ${key} in the assembly`);
  return resolve(assemblyDir, file.object('source').string('path'));
}

function named({ name, arn }: TemplateResource): NamedResource {
  return { name, arn };
}

/** Properties of a table that CreateTable takes under the same name; the others (recovery, protection, tags) have no effect here. */
const CREATE_TABLE_PROPERTIES = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
] as const;

function readTable(resource: TemplateResource): TableResource {
  const given = CREATE_TABLE_PROPERTIES.flatMap((property) => {
    const value = resource.properties.value[property];
    return value === undefined ? [] : [[property, value] as const];
  });
  return { ...named(resource), createTable: { TableName: resource.name, ...Object.fromEntries(given) } };
}
