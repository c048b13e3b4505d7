import { containerCode } from '../in-process/container-code.ts';
import { collect, markNow, type Evidence } from './evidence.ts';
import { AFTER_EVENT, AFTER_REDRIVE, ALWAYS } from './promises.ts';
import { MACHINES } from './machines.ts';
import { SECRET } from './matrix-org.ts';
import { prepare } from './matrix-run.ts';
import { Universe } from './universe.ts';

let universe: Universe;
let fine: Evidence;

beforeAll(async () => {
  universe = await Universe.open(await containerCode());
  const machine = MACHINES[0];
  if (machine === undefined) throw new Error('there is no machine');
  const prepared = await prepare(universe, machine, await universe.snapshot());
  const mark = markNow(universe);
  await universe.send(machine.event);
  await universe.idle();
  fine = await collect(universe, prepared, mark);
}, 60_000);
afterAll(() => universe.close());

/** What is seen, with something that must not be. */
function spoilt(spoil: (evidence: Evidence) => void): Evidence {
  const evidence = structuredClone(fine);
  spoil(evidence);
  return evidence;
}

function record({ record: found }: Evidence): NonNullable<Evidence['record']> {
  if (found === undefined) throw new Error('the ledger has no record');
  return found;
}

function first<T>(values: readonly T[]): T {
  const [value] = values;
  if (value === undefined) throw new Error('there is none');
  return value;
}

const ORG_IS_NOT_READY = (evidence: Evidence): void => {
  record(evidence).status = 'failed';
};

/** For each invariant what breaks it. */
const SPOILERS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  'one number bought at most': ({ requests }) => {
    requests.push(first(requests.filter(({ operation }) => operation === 'postRoutingSmsPhonenumbers')));
  },
  'no number that the ledger does not know': ({ org }) => {
    first(org.phoneNumbers).phoneNumber = '+447700900999';
  },
  'every log line is as its schema says': ({ lines }) => {
    lines.push(first(lines).replace('"kind":', '"kindOf":'));
  },
  'every run is reported': (evidence) => {
    evidence.lines = evidence.lines.filter((line) => !line.includes('"kind":"run"'));
  },
  'all money is in the audit trail': (evidence) => {
    evidence.lines = evidence.lines.filter((line) => !line.includes('monthly charge begins'));
  },
  'one queue field changed': ({ org }) => {
    first(org.queues).name = 'Renamed';
  },
  'one flow': ({ org }) => {
    org.flows.push(first(org.flows.filter(({ name }) => name === 'GRide100MessageFlow')));
  },
  'one route': ({ org }) => {
    first(org.recipients).flow = { ...first(org.flows), id: 'somebody-elses' };
  },
  'nothing else in the org changed': ({ org }) => {
    org.flows = org.flows.filter(({ name }) => name !== 'Another flow');
  },
  'one text per verification at most': ({ org }) => {
    org.texts.push(first(org.texts));
  },
  'every verification tells its outcome': (evidence) => {
    first(Object.values(record(evidence).verifications)).state = 'sending';
  },
  'the ledger is equal to the org': ({ org }) => {
    const flow = first(org.flows.filter(({ name }) => name === 'GRide100MessageFlow'));
    flow.publishedVersion = { id: '2.0' };
  },
  'no claim left': (evidence) => {
    record(evidence).claim = { executionArn: 'dead', redriveCount: 0, since: '2026-03-02T09:00:00.000Z' };
  },
  'the status is truthful': ({ org }) => {
    org.recipients = [];
  },
  'every execution has ended': ({ executions }) => {
    first(executions).status = 'RUNNING';
  },
  'nothing of the secret is shown': (evidence) => {
    evidence.written += SECRET.testSmsTo;
  },
  'the second attempt ends well': ORG_IS_NOT_READY,
  'a redrive ends well': ORG_IS_NOT_READY,
  'the last text was delivered': (evidence) => {
    first(Object.values(record(evidence).verifications)).outcome = 'unknown';
  },
};

const INVARIANTS = { ...ALWAYS, ...AFTER_EVENT, ...AFTER_REDRIVE };

describe('an invariant of the crash matrix', () => {
  it.each(Object.keys(INVARIANTS))('"%s" holds after a run without a fault, and tells when it is broken', (name) => {
    const look = INVARIANTS[name];
    const spoil = SPOILERS[name];
    if (look === undefined || spoil === undefined) throw new Error(`nothing is known that breaks "${name}"`);
    expect(look(fine)).toBeUndefined();
    expect(look(spoilt(spoil))).toEqual(expect.any(String));
  });
});
