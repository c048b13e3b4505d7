/** The IAM path of the roles of stages that call Genesys: what tells them from every other principal of the account. */
export const GENESYS_ROLE_PATH = '/lab-sms/genesys/';

/**
 * The resource policy of every org's secret: only stages that call Genesys read its value. It denies reading and nothing
 * else, so that whoever looks after the account can always put another policy or another value. It allows nothing, so other
 * accounts stay outside whatever their roles are called, and the same document serves every account and partition.
 * `aws:PrincipalArn` of an assumed role is the role's own ARN with its path, never the session's:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export const CREDENTIALS_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OnlyStagesThatCallGenesysRead',
      Effect: 'Deny',
      Principal: '*',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:*:iam::*:role${GENESYS_ROLE_PATH}*` } },
    },
  ],
} as const;
