import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rightsOf } from '../../scripts/security-table.ts';
import {
  LEASE_ENDING,
  PROVISIONED,
  PROVISIONING_FAILED,
  RELEASED,
  VERIFICATION_FAILED,
  VERIFIED,
} from '../../src/workflow/events.ts';
import { SENT_EVENTS } from '../../src/workflow/sent-events.ts';
import { STAGES } from '../../src/workflow/stages.ts';
import { synthesised, type Synthesised } from '../support/synthesised.ts';

const ALWAYS = '`events:source` Null `false`; `events:detail-type` Null `false`';
const only = (source: string, ...types: string[]): string =>
  `\`events:source\` ForAllValues:StringEquals \`${source}\`; ` +
  `\`events:detail-type\` ForAllValues:StringEquals ${types.map((type) => `\`${type}\``).join(' ')}; ${ALWAYS}`;

const OF_FAILURES = [
  only('lab.orgs', 'Lab Org Decommission Requested'),
  only('lab.sms', 'Lab Org SMS Provisioning Failed', 'Lab Org SMS Verification Failed'),
];

let stack: Synthesised;

beforeAll(async () => {
  stack = await synthesised();
});

it('lets each stage put its own events on the bus and no other, so that none can speak for another', () => {
  const may: Record<string, string[]> = {};
  for (const { role, action, resource, condition } of rightsOf(stack.template)) {
    if (!action.startsWith('events:')) continue;
    expect([action, resource]).toEqual(['events:PutEvents', 'lab-orgs']);
    (may[role] ??= []).push(condition);
  }
  expect(may).toEqual({
    StagesAwaitTestSmsReceiptRole: [only('lab.sms', 'Lab Org SMS Verified')],
    StagesCheckLabOrgsRole: [only('lab.sms', 'Lab Org SMS Lease Ending')],
    StagesRecordFailureRole: OF_FAILURES,
    StagesRecordProvisionedRole: [only('lab.sms', 'Lab Org SMS Provisioned')],
    StagesRecordReleasedRole: [only('lab.sms', 'Lab Org SMS Released')],
    StagesSendTestSmsRole: [only('lab.sms', 'Lab Org SMS Verified')],
    StagesSweepLabOrgsRole: OF_FAILURES,
  });
});

const OUR_EVENTS = [LEASE_ENDING, PROVISIONED, PROVISIONING_FAILED, RELEASED, VERIFICATION_FAILED, VERIFIED];

it.each(STAGES)('%s sends what it may: its bundle knows these of our events and no other', (stage) => {
  const bundle = readFileSync(join(stack.bundleOf(stage), 'index.mjs'), 'utf8');
  const known = OUR_EVENTS.filter((detailType) => new RegExp(`["'\`]${detailType}["'\`]`).test(bundle));
  expect(known).toEqual(OUR_EVENTS.filter((detailType) => SENT_EVENTS[stage]?.includes(detailType)));
});
