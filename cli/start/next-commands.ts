import { DECOMMISSION_REQUESTED, LAB_ORGS_SOURCE, VERIFICATION_REQUESTED } from '../../src/workflow/events.ts';
import type { Laptop, Place } from '../place/place.ts';
import type { StackParts } from '../place/stack-parts.ts';

/** What a person may want to do after a registration, as commands to be copied. */
export function nextCommands({ laptop, parts }: Place, genesysOrgId: string): string {
  return laptop === undefined ? inAccount(parts, genesysOrgId) : onLaptop(laptop);
}

function onLaptop({ awsUrl }: Laptop): string {
  return `Next:
  npm start                        once more: every stage looks, nothing is bought
  npm start -- --fresh             forget this org and begin anew
  npm start -- --registration my-org.json --secret my-secret.json --genesys-url http://127.0.0.1:8080
  npm run genesys -- --port 8080 --seed docs/examples/simulated-genesys.json
  what was written down is in .lab-sms/state; the endpoint of this run was ${awsUrl}`;
}

function inAccount(parts: StackParts, genesysOrgId: string): string {
  const key = JSON.stringify({ genesysOrgId: { S: genesysOrgId } });
  return `Next (account ${parts.account}, AWS_REGION=${parts.region}):
  everything that is known of the org:
    aws dynamodb get-item --table-name ${parts.ledgerTableName} --key '${key}'
  every change that was made in it:
    aws logs filter-log-events --log-group-name ${parts.stageLogGroupName} --filter-pattern '{ $.kind = "audit" && $.genesysOrgId = "${genesysOrgId}" }'
  another test text:
    ${eventCommand(parts.eventBusName, VERIFICATION_REQUESTED, genesysOrgId)}
  release its number, and give queue and route back what they had:
    ${eventCommand(parts.eventBusName, DECOMMISSION_REQUESTED, genesysOrgId)}`;
}

/** The AWS CLI's command that puts an event about an org on the bus. */
export function eventCommand(bus: string, detailType: string, genesysOrgId: string): string {
  const Detail = JSON.stringify({ genesysOrgId });
  const entry = { EventBusName: bus, Source: LAB_ORGS_SOURCE, DetailType: detailType, Detail };
  return `aws events put-events --entries '${JSON.stringify([entry])}'`;
}
