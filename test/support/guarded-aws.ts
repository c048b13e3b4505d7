import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Policy, PolicyStatement } from '../../scripts/policies-of-people.ts';
import { xmlError } from '../../local/aws/endpoint/query-protocol.ts';
import { loopbackServer } from './loopback-server.ts';
import { awsCallOf, type AwsCall } from './aws-calls.ts';

/** An AWS for somebody who has one policy: what it does not allow is denied, as IAM does, and noted. */
export interface GuardedAws {
  url: string;
  /** The actions that were allowed, and those that were denied, each once. */
  allowed: Set<string>;
  denied: Set<string>;
  close(): Promise<void>;
}

/** Everybody may ask who they are. */
const NEEDS_NO_RIGHT = 'sts:GetCallerIdentity';

/** Whether the policy allows a call on everything that it is about. */
export function allows({ Statement }: Policy, { action, on }: AwsCall): boolean {
  if (action === NEEDS_NO_RIGHT) return true;
  return on.every((each) => Statement.some((statement) => allowsOn(statement, action, each)));
}

function allowsOn(
  { Action, Resource, Condition = {} }: PolicyStatement,
  action: string,
  { resource, keys }: AwsCall['on'][number],
): boolean {
  if (!Action.includes(action) || ![Resource].flat().some((pattern) => isLike(pattern, resource))) return false;
  return Object.entries(Condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) => {
      if (operator === 'Null') return (keys[key] === undefined) === (values === 'true');
      if (operator !== 'ForAllValues:StringEquals') throw new Error(`${operator} is not known here`);
      return keys[key] === undefined || [values].flat().includes(keys[key]);
    }),
  );
}

function isLike(pattern: string, resource: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(resource);
}

/** Starts such an AWS in front of another one. */
export async function guardedAws(target: string, policy: Policy): Promise<GuardedAws> {
  const allowed = new Set<string>();
  const denied = new Set<string>();
  const { hostname, port } = new URL(target);
  const { url, close } = await loopbackServer((incoming, response) => {
    void (async () => {
      const body = await text(incoming);
      const call = awsCallOf(incoming, body);
      const isAllowed = allows(policy, call);
      (isAllowed ? allowed : denied).add(call.action);
      if (!isAllowed) {
        const message = `User is not authorized to perform: ${call.action} on resource: ${call.on[0]?.resource ?? '*'}`;
        if (call.action.startsWith('cloudformation:'))
          response.writeHead(403, { 'content-type': 'text/xml' }).end(xmlError('', 'AccessDenied', message, '1'));
        else
          response
            .writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' })
            .end(JSON.stringify({ __type: 'AccessDeniedException', message }));
        return;
      }
      const { method, url: path, headers } = incoming;
      const forwarded = request({ host: hostname, port, method, path, headers });
      forwarded.on('response', (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      forwarded.end(body);
    })();
  });
  return {
    url,
    allowed,
    denied,
    close,
  };
}
