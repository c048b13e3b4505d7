import { STATE_MACHINE_NAMES } from '../../src/workflow/names.ts';
import { STATE_MACHINE_OUTPUTS } from '../../src/workflow/stack-outputs.ts';
import { synthesised } from '../support/synthesised.ts';

it('tells where every state machine, the bus, the ledger and the log lines are, and nothing else', async () => {
  const stack = await synthesised();
  const { Outputs } = stack.template as unknown as { Outputs: Record<string, { Value: unknown; Export?: unknown }> };
  const told = Object.fromEntries(Object.entries(Outputs).map(([key, { Value }]) => [key, stack.text(Value)]));
  const machines = Object.fromEntries(STATE_MACHINE_NAMES.map((name) => [STATE_MACHINE_OUTPUTS[name], name]));
  expect(told).toEqual({
    ...machines,
    EventBusName: 'lab-orgs',
    LedgerTableName: 'lab-sms-ledger',
    StageLogGroupName: '/lab-sms/stages',
  });
});

it('exports nothing to other stacks, which could not be changed any more', async () => {
  const { template } = await synthesised();
  expect(JSON.stringify(template)).not.toContain('"Export"');
});
