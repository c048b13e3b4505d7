import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { isDenied } from '../place/aws-mistake.ts';
import type { Place } from '../place/place.ts';

/**
 * Looks whether the stack's bus is there: AWS takes events for one that is not, and drops them without a word. What the
 * caller has no right to look at is told as not checked.
 * @throws CommandError when somebody has deleted the bus
 */
export async function checkBus({ clients, parts }: Place, say: (text: string) => void): Promise<void> {
  const { eventBusName, stackName, region } = parts;
  try {
    await clients.eventBridge.send(new DescribeEventBusCommand({ Name: eventBusName }));
  } catch (error) {
    if (isDenied(error)) {
      say(`Not checked: whether the bus ${eventBusName} is there (${(error as Error).message})`);
      return;
    }
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    throw new CommandError(
      `the bus ${eventBusName} of the stack ${stackName} is not in ${region}, and no event would reach lab-sms.`,
      'Somebody has deleted it: destroy the stack and deploy it again.',
      { exitCode: EXIT.surroundings },
    );
  }
}
