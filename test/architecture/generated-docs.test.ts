import { generatedDocuments } from '../../scripts/generated-docs.ts';
import { readMachines } from '../../scripts/read-template.ts';
import { taskOrder } from '../../scripts/diagrams.ts';
import { DECOMMISSIONING_STAGES, PROVISIONING_STAGES, VERIFICATION_STAGES } from '../../src/workflow/stages.ts';
import { PROJECT } from '../support/run-node.ts';
import { synthesised } from '../support/synthesised.ts';

describe('the generated parts of the documents', () => {
  it('are in step with the stack: `npm run docs` would change nothing', async () => {
    const { template } = await synthesised();
    for (const { current, generated } of generatedDocuments(PROJECT, template)) expect(current).toBe(generated);
  });

  it('draw the stages in the order of the vocabulary', async () => {
    const machines = readMachines((await synthesised()).template);
    expect(machines.map(taskOrder)).toEqual([
      [...PROVISIONING_STAGES],
      [...VERIFICATION_STAGES],
      [...DECOMMISSIONING_STAGES],
    ]);
  });
});
