import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { sourceOf } from '../workflow/events.ts';
import { StageError } from '../workflow/stage-error.ts';

let client: EventBridgeClient | undefined;

/**
 * Sends one of the product's events. PutEvents answers 200 even when it took nothing, so the entry is looked at.
 * @throws StageError EventNotAccepted (retried)
 */
export async function sendEvent(eventBusName: string, detailType: string, detail: object): Promise<void> {
  client ??= new EventBridgeClient({});
  const answer = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: eventBusName,
          Source: sourceOf(detailType),
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  const entry = answer.Entries?.[0];
  if ((answer.FailedEntryCount ?? 0) === 0 && entry?.ErrorCode === undefined) return;
  const { genesysOrgId } = detail as { genesysOrgId?: unknown };
  const org = typeof genesysOrgId === 'string' ? ` of org ${genesysOrgId}` : '';
  throw new StageError(
    'EventNotAccepted',
    `The event bus ${eventBusName} did not take "${detailType}"${org}: ${`${entry?.ErrorCode ?? 'no code'} ${entry?.ErrorMessage ?? ''}`.trim()}`,
  );
}
