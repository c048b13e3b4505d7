import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { knownFlows, renderFlow } from '../../../src/provisioning/flow-source.ts';

const FLOWS = join(__dirname, '..', '..', '..', 'flows');
const GRIDE = 'gride-message-flow';

interface Archy {
  inboundShortMessage: {
    name: string;
    startUpRef: string;
    states: {
      state: {
        refId: string;
        actions: { transferToAcd: { targetQueue: { lit: { name: string } }; priority: { lit: number } } }[];
      };
    }[];
  };
}

const rendered = (queueName: string): Archy => parse(renderFlow(FLOWS, GRIDE, { queueName }).yaml) as Archy;
const queueNameIn = (archy: Archy): string | undefined =>
  archy.inboundShortMessage.states[0]?.state.actions[0]?.transferToAcd.targetQueue.lit.name;

describe('the G Ride flow', () => {
  it("does what the lab's flow does: one state, transfer to ACD, queue by name, priority 0", () => {
    const { inboundShortMessage: flow } = rendered('G Ride');
    expect(flow.name).toBe('GRide100MessageFlow');
    expect(flow.states).toHaveLength(1);
    const { refId, actions } = flow.states[0]?.state ?? { refId: '', actions: [] };
    expect(flow.startUpRef).toBe(`/inboundShortMessage/states/state[${refId}]`);
    expect(actions).toMatchObject([
      { transferToAcd: { targetQueue: { lit: { name: 'G Ride' } }, priority: { lit: 0 } } },
    ]);
    expect(Object.keys(actions[0] ?? {})).toEqual(['transferToAcd']);
  });

  it('is known by its file name', () => {
    expect(knownFlows(FLOWS)).toContain(GRIDE);
  });

  it('leaves no placeholder and no comment behind: Genesys looks for placeholders in both', () => {
    const { yaml } = renderFlow(FLOWS, GRIDE, { queueName: 'G Ride' });
    expect(yaml).not.toContain('{{');
    expect(yaml).not.toContain('#');
  });
});

describe('a value put into a flow', () => {
  it.each([
    ['quotes', `"Riders" and 'guests'`],
    ['a colon', 'Riders: VIP'],
    ['braces', '{ queue: [a, b] }'],
    ['a placeholder', '{{queueName}}'],
    ['new lines', 'Riders\nname: other\n\n  - x'],
    ['a comment sign', 'Riders # not a comment'],
    ['nothing but digits', '0042'],
    ['a word that YAML knows', 'null'],
    ['spaces at its ends', '  Riders  '],
    ['an anchor', '&a *b !!str'],
    ['letters of any alphabet', 'Fährgäste 乗客 🚗'],
  ])('stays one name with %s', (_what, queueName) => {
    expect(queueNameIn(rendered(queueName))).toBe(queueName);
  });

  it('stays one name, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 256 }), (queueName) => {
        const archy = rendered(queueName);
        expect(queueNameIn(archy)).toBe(queueName);
        expect(archy.inboundShortMessage.name).toBe('GRide100MessageFlow');
      }),
      { numRuns: 100 },
    );
  });
});

describe('the content hash', () => {
  it('is the same for the same content and another for another', () => {
    const hash = (queueName: string): string => renderFlow(FLOWS, GRIDE, { queueName }).contentHash;
    expect(hash('G Ride')).toBe(hash('G Ride'));
    expect(hash('G Ride')).toMatch(/^[0-9a-f]{64}$/);
    expect(hash('G Ride 2')).not.toBe(hash('G Ride'));
  });
});

describe('a flow that cannot be rendered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-sms-flows-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const render = (yaml: string, values = {}) => {
    writeFileSync(join(folder, 'flow.yaml'), yaml);
    return () => renderFlow(folder, 'flow', values);
  };

  it('is named when nothing is known for a placeholder', () => {
    const yaml = 'inboundShortMessage:\n  name: "{{ flowName }}"\n';
    expect(render(yaml)).toThrow('flows/flow.yaml: nothing is known to put in for {{flowName}}');
    expect(render(yaml, { flowName: 'Riders' })()).toMatchObject({ name: 'Riders' });
  });

  it('leaves text alone that only contains something like a placeholder', () => {
    const yaml = 'inboundShortMessage:\n  name: "Welcome {{name}}"\n';
    expect(render(yaml)()).toMatchObject({ name: 'Welcome {{name}}' });
  });

  it('is named when it is no YAML, no inbound message flow, or not there', () => {
    expect(render('a: [')).toThrow('flows/flow.yaml: ');
    expect(render('inboundCall:\n  name: x\n')).toThrow('inboundShortMessage.name is missing');
    expect(render('inboundShortMessage:\n  name: 7\n')).toThrow('inboundShortMessage.name is missing');
    expect(() => renderFlow(folder, 'missing', {})).toThrow('flows/missing.yaml does not exist; known flows: flow');
  });
});
