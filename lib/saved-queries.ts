import { CfnQueryDefinition, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { SAVED_QUERIES, queryText } from '../src/workflow/saved-queries.ts';

/** Keeps the saved queries in Logs Insights, in a folder of their own, over the stages' log group. */
export function savedQueries(scope: Construct, { logGroupName }: LogGroup): void {
  for (const query of SAVED_QUERIES) {
    new CfnQueryDefinition(scope, `Query${query.name.replace(/[^A-Za-z]/g, '')}`, {
      name: `lab-sms/${query.name}`,
      queryString: queryText(query),
      logGroupNames: [logGroupName],
    });
  }
}
