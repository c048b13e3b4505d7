import { LogLineSchema } from '../../src/workflow/log-lines.ts';
import { wrongLogLines } from '../support/log-lines.ts';
import type { Evidence } from './evidence.ts';
import type { Invariant } from './invariant.ts';

const json = (value: unknown): string => JSON.stringify(value);

const asTheSchemaSays: Invariant = ({ lines }) => {
  const wrong = wrongLogLines(lines);
  return wrong.length === 0 ? undefined : wrong.slice(0, 3).join('\n');
};

/** The numbers of which the audit trail says that their charge begins, or ends. */
function chargedIn({ lines }: Evidence, effect: string): string[] {
  return lines.flatMap((text) => {
    const line = LogLineSchema.parse(JSON.parse(text));
    return line.kind === 'audit' && line.costEffect === effect ? [line.resourceId] : [];
  });
}

/** Whatever was bought or released on the way is in the audit trail, and nothing else is. */
const moneyIsAudited: Invariant = (evidence) => {
  const taken = (operation: string): string[] =>
    evidence.requests
      .filter(
        (request) => request.operation === operation && Number(request.status) >= 200 && Number(request.status) < 300,
      )
      .map(
        ({ body, path }) =>
          (body as { phoneNumber?: string } | undefined)?.phoneNumber ??
          decodeURIComponent(path.split('/').at(-1) ?? ''),
      );
  const wrong = [
    ['postRoutingSmsPhonenumbers', 'monthly charge begins'],
    ['deleteRoutingSmsPhonenumber', 'monthly charge ends'],
  ].flatMap(([operation = '', effect = '']) => {
    // A release that was ordered and not seen to its end has ended nothing yet.
    if (effect === 'monthly charge ends' && evidence.record?.status === 'left behind') return [];
    const numbers = [...new Set(taken(operation))].sort();
    const told = [...new Set(chargedIn(evidence, effect))].sort();
    return json(numbers) === json(told)
      ? []
      : [`${effect}: Genesys took ${json(numbers)}, the audit trail has ${json(told)}`];
  });
  return wrong.length === 0 ? undefined : wrong.join('; ');
};

/** The end of each run is in the log. */
const everyRunIsReported: Invariant = ({ lines, executions }) => {
  const reported = lines.flatMap((text) => {
    const line = LogLineSchema.parse(JSON.parse(text));
    return line.kind === 'run' ? [line.executionArn] : [];
  });
  const missing = executions.filter(
    ({ status, executionArn }) => status !== 'RUNNING' && !reported.includes(executionArn),
  );
  return missing.length === 0 ? undefined : `no line tells how these ended: ${json(missing)}`;
};

/** What holds of the log at any time when nothing runs. */
export const LOG_INVARIANTS: Readonly<Record<string, Invariant>> = {
  'every log line is as its schema says': asTheSchemaSays,
  'every run is reported': everyRunIsReported,
};

/** What holds of it once the work has been brought to its end. */
export const MONEY_INVARIANTS: Readonly<Record<string, Invariant>> = {
  'all money is in the audit trail': moneyIsAudited,
};
