import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where an AWS is: a loopback endpoint with made-up credentials, so that the user's own are never used. */
export interface AwsPlace {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** The AWS services that the command line talks to, through the official SDK only. */
export interface AwsClients {
  eventBridge: EventBridgeClient;
  stepFunctions: SFNClient;
  secretsManager: SecretsManagerClient;
  dynamoDb: DynamoDBDocumentClient;
  logs: CloudWatchLogsClient;
}

/** Clients of one place. */
export function awsClients(place: AwsPlace): AwsClients {
  return {
    eventBridge: new EventBridgeClient(place),
    stepFunctions: new SFNClient(place),
    secretsManager: new SecretsManagerClient(place),
    dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(place)),
    logs: new CloudWatchLogsClient(place),
  };
}
