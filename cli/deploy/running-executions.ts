import { ListExecutionsCommand, ListStateMachinesCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';

/** The ARNs of all executions of our state machines that are under way. A verification is one without a claim in the ledger. */
export async function runningExecutions(client: SFNClient): Promise<string[]> {
  const running: string[] = [];
  for (const stateMachineArn of await ourMachines(client)) {
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', nextToken }),
      );
      running.push(...(page.executions ?? []).flatMap(({ executionArn }) => executionArn ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return running;
}

/** By name, and not by the stack's outputs: a stack that never came to its end has none. */
async function ourMachines(client: SFNClient): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListStateMachinesCommand({ nextToken }));
    for (const { name, stateMachineArn } of page.stateMachines ?? []) {
      if (stateMachineArn !== undefined && STATE_MACHINE_NAMES.some((ours) => ours === name))
        arns.push(stateMachineArn);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
}
