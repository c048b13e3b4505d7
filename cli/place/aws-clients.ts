import process from 'node:process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A loopback endpoint with made-up credentials, so that the user's own are never used. */
export interface LoopbackAws {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** An AWS account: credentials and endpoints are found by the SDK where every AWS tool finds them. */
export interface AwsAccount {
  region?: string;
  maxAttempts: number;
}

/** The AWS services that the command line talks to, through the official SDK only. */
export interface AwsClients {
  cloudFormation: CloudFormationClient;
  eventBridge: EventBridgeClient;
  stepFunctions: SFNClient;
  secretsManager: SecretsManagerClient;
  securityToken: STSClient;
  dynamoDb: DynamoDBDocumentClient;
  logs: CloudWatchLogsClient;
  lambda: LambdaClient;
  queues: SQSClient;
}

/** Clients of one AWS. */
export function awsClients(aws: LoopbackAws | AwsAccount): AwsClients {
  return {
    cloudFormation: new CloudFormationClient(aws),
    eventBridge: new EventBridgeClient(aws),
    stepFunctions: new SFNClient(aws),
    secretsManager: new SecretsManagerClient(aws),
    securityToken: new STSClient(aws),
    dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(aws)),
    logs: new CloudWatchLogsClient(aws),
    lambda: new LambdaClient(aws),
    queues: new SQSClient(aws),
  };
}

/** Throttled calls are repeated with growing pauses, as many others may be asking in the same account. */
const ACCOUNT_ATTEMPTS = 5;

/** Clients of the AWS account that the environment and the AWS configuration files name. */
export function accountClients(): AwsClients {
  // The SDK does not know AWS_DEFAULT_REGION, which the AWS CLI and the CDK take.
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = AWS_REGION === undefined || AWS_REGION === '' ? AWS_DEFAULT_REGION : AWS_REGION;
  const given = region === undefined || region === '' ? {} : { region };
  return awsClients({ ...given, maxAttempts: ACCOUNT_ATTEMPTS });
}
