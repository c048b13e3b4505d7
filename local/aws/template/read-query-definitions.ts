import { createHash } from 'node:crypto';
import { QueryError } from '../insights/query-error.ts';
import { parseQuery } from '../insights/query-parser.ts';
import type { PropertyReader } from './property-reader.ts';
import type { QueryDefinitionResource } from './stack.ts';
import type { TemplateReader } from './template-reader.ts';

/** The saved queries of the template. One that cannot be run here is refused. */
export function readQueryDefinitions(template: TemplateReader): QueryDefinitionResource[] {
  return template.ofType('AWS::Logs::QueryDefinition').map(({ logicalId, properties }) => {
    const language = properties.optionalString('QueryLanguage') ?? 'CWLI';
    if (language !== 'CWLI') throw new Error(`${properties.where}.QueryLanguage: ${language} is not simulated`);
    return {
      id: definitionId(`${template.stackName}/${logicalId}`),
      name: properties.string('Name'),
      queryString: runnableQuery(properties),
      logGroupNames: properties.stringList('LogGroupNames'),
    };
  });
}

function runnableQuery(properties: PropertyReader): string {
  const query = properties.string('QueryString');
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryError)
      throw new Error(`${properties.where}.QueryString: ${error.message}`, { cause: error });
    throw error;
  }
  return query;
}

/** In the form of a UUID, as AWS gives it. */
function definitionId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
