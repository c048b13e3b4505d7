import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { LEDGER_TABLE_NAME } from '../src/workflow/names.ts';

/**
 * The ledger. Its name is fixed and it outlives the stack: an empty second ledger would not know the numbers that are
 * paid for.
 */
export function ledgerTable(scope: Construct): Table {
  return new Table(scope, 'Ledger', {
    tableName: LEDGER_TABLE_NAME,
    partitionKey: { name: 'genesysOrgId', type: AttributeType.STRING },
    // Only the sums of old runs have it: an org's record never expires.
    timeToLiveAttribute: 'expiresAt',
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
