/**
 * CDK feature flags, in one object: those in cdk.json would reach the app only through the CDK CLI, and `npm start`
 * would then run another template than `npm run deploy`. Used by bin, the local world and the tests.
 */
export const FEATURE_FLAGS: Record<string, unknown> = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/aws-events:requireEventBusPolicySid': true,
  '@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2': true,
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:enable-asset-metadata': false,
};
