import { arn, REGION } from '../../local/aws/identity.ts';
import { PROVISIONING_STATE_MACHINE_NAME, STAGE_LOG_GROUP_NAME } from '../../src/workflow/names.ts';

/** What `npm run local` prints once everything answers: addresses, what to export, three commands. */
export function localWelcome(stack: { awsUrl: string; genesysUrl: string }, registration: object): string {
  const machine = arn('states', `stateMachine:${PROVISIONING_STATE_MACHINE_NAME}`);
  return `The local AWS is at ${stack.awsUrl}
The simulated Genesys Cloud is at ${stack.genesysUrl} (open it in a browser to look inside).
The sample org's secret is stored. Ctrl-C ends it.

In another terminal, so that the AWS CLI and SDKs talk to it with credentials that open nothing:

export AWS_ENDPOINT_URL=${stack.awsUrl}
export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION}
export AWS_ACCESS_KEY_ID=loopback AWS_SECRET_ACCESS_KEY=loopback

Then, for instance:

aws stepfunctions start-execution --state-machine-arn ${machine} \\
  --input '${quoted({ registration })}'
aws stepfunctions list-executions --state-machine-arn ${machine}
aws logs filter-log-events --log-group-name ${STAGE_LOG_GROUP_NAME} --filter-pattern '{ $.kind = "audit" }'
`;
}

/** JSON inside single quotes of a shell. */
function quoted(value: object): string {
  return JSON.stringify(value).replaceAll("'", String.raw`\u0027`);
}
