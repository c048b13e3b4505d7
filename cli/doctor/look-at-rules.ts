import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { DECOMMISSION_REQUESTED, PROVISIONED, REGISTERED, VERIFICATION_REQUESTED } from '../../src/workflow/events.ts';
import { STATUS_CHANGE } from '../../src/workflow/status-change.ts';
import type { Place } from '../place/place.ts';
import { notOk, type Seen } from './finding.ts';
import { MAKE_ANEW } from './mends.ts';

const DEFAULT_BUS = 'default';
/** On which bus each event starts something. */
const STARTS: readonly (readonly [bus: 'ours' | typeof DEFAULT_BUS, detailType: string])[] = [
  ['ours', REGISTERED],
  ['ours', PROVISIONED],
  ['ours', VERIFICATION_REQUESTED],
  ['ours', DECOMMISSION_REQUESTED],
  [DEFAULT_BUS, STATUS_CHANGE],
];

/** Looks whether each event that starts something has a rule of the stack, and whether that is enabled. */
export async function lookAtRules(place: Place): Promise<Seen> {
  const ours = place.parts.eventBusName;
  const onBus = { ours: await rulesOf(place, ours), [DEFAULT_BUS]: await rulesOf(place, DEFAULT_BUS) };
  const missing = STARTS.filter(([bus, event]) => onBus[bus].every(({ events }) => !events.includes(event)));
  if (missing.length > 0)
    return notOk(`no rule starts anything on: ${missing.map(([, event]) => event).join(', ')}`, MAKE_ANEW);
  const disabled = STARTS.flatMap(([bus, event]) => onBus[bus].filter((rule) => rule.events.includes(event)))
    .filter(({ isEnabled }) => !isEnabled)
    .filter((rule, index, all) => all.indexOf(rule) === index);
  const [first] = disabled;
  return first === undefined
    ? `${STARTS.length} events start what they should`
    : notOk(
        `disabled, so nothing is started on: ${disabled.flatMap(({ events }) => events).join(', ')}`,
        `Unless that is meant (a recovery), whoever deploys enables ${disabled.length === 1 ? 'it' : 'each'}: aws events ` +
          `enable-rule --event-bus-name ${first.bus} --name ${first.name}`,
      );
}

interface StackRule {
  bus: string;
  name: string;
  isEnabled: boolean;
  /** The detail types that it waits for. */
  events: readonly string[];
}

/** The rules of the stack on a bus: others may have theirs there. */
async function rulesOf({ clients, parts }: Place, bus: string): Promise<StackRule[]> {
  const rules: StackRule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await clients.eventBridge.send(
      new ListRulesCommand({ EventBusName: bus, NamePrefix: `${parts.stackName}-`, NextToken }),
    );
    for (const { Name: name = '', State: state, EventPattern: pattern = '{}' } of page.Rules ?? []) {
      const { 'detail-type': events = [] } = JSON.parse(pattern) as { 'detail-type'?: string[] };
      rules.push({ bus, name, isEnabled: state !== 'DISABLED', events });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}
