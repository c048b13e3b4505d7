import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Place } from './place.ts';

/** Who runs this command, as AWS knows them: for `requestedBy`, which the log lines of a run show. */
export async function callerArn({ clients }: Place): Promise<string> {
  const { Arn = 'unknown' } = await clients.securityToken.send(new GetCallerIdentityCommand({}));
  return Arn;
}
