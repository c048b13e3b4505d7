import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_ROUTES } from '../../../local/genesys/control/control-routes.ts';
import { labOrg, labs, ORG_ID } from './lab.ts';

const start = labs();
const NUMBER = '+447700900123';
const phoneNumbers = [{ phoneNumber: NUMBER, countryCode: 'GB', phoneNumberType: 'mobile' as const }];
const queues = [{ name: 'G Ride', id: 'queue-1' }, { name: 'Twin' }, { name: 'Twin' }];
const flows = [{ name: 'Flow', id: 'flow-1' }];

const inOrg = { genesysOrgId: ORG_ID };
const elsewhere = { genesysOrgId: 'x' };
const NO_ORG = 'genesysOrgId (x): no such org; see GET /control/state';
const NO_FLOW = 'flow (x): not a flow of this org; see GET /control/state';
const NO_NUMBER = 'phoneNumber (+1): not a number of this org; see GET /control/state';
const NO_DIVISION = 'division (x): no such division; this org has Home';
const AN_E164 = 'must be an E.164 number such as +447700900123';
const twoOf = (kind: string): string => `${kind} (Twin): 2 have this name; give the id`;
const seededNumber = { ...inOrg, phoneNumber: NUMBER, countryCode: 'GB', phoneNumberType: 'mobile' };
const talking = { phoneNumber: NUMBER, address: '+447700900999' };

/** What each path is given wrongly, and every problem that it answers. */
const REFUSALS: readonly [path: keyof typeof CONTROL_ROUTES, input: object | string | null, problems: string[]][] = [
  ['GET /control/state', { org: '1' }, ['org: unknown field; remove it or mend its spelling']],
  ['GET /control/comparable-state', { a: '1' }, ['a: unknown field; remove it or mend its spelling']],
  ['GET /control/requests', { after: 'x' }, ['after ("x"): must be a sequence number, 0 or more']],
  ['GET /control/texts', { orgId: '1' }, ['orgId: unknown field; remove it or mend its spelling']],
  [
    'POST /control/orgs',
    { ...labOrg(), phoneNumbers },
    [
      `id (${ORG_ID}): this org is already there; take another id`,
      'clients (lab-client): this clientId belongs to an org already; take another one',
      `phoneNumbers (${NUMBER}): another org has this number; take another one`,
    ],
  ],
  ['POST /control/orgs', '{', ['body ({): must be JSON']],
  ['DELETE /control/orgs', elsewhere, [NO_ORG]],
  ['DELETE /control/orgs', {}, ['genesysOrgId (missing): must be a text']],
  [
    'POST /control/clients',
    { ...inOrg, clientId: 'lab-client', clientSecret: 's', divisions: ['x'] },
    [
      'clientId (lab-client): belongs to an org already; take another one',
      'divisions (x): no such division; this org has Home',
    ],
  ],
  [
    'POST /control/clients',
    { ...inOrg, clientId: 'c', clientSecret: 5, permissions: ['all'] },
    [
      'clientSecret (not shown): must be a text: the secret of an OAuth client',
      'permissions.0 ("all"): must be domain:entity:action, each a word or *, such as routing:queue:edit or sms:phoneNumber:*',
    ],
  ],
  [
    'DELETE /control/clients',
    { ...inOrg, clientId: 'x' },
    ['clientId (x): not a client of this org; see GET /control/state'],
  ],
  [
    'POST /control/roles',
    { ...inOrg, clientId: 'x', divisions: ['x'] },
    [
      'clientId (x): not a client of this org; see GET /control/state',
      'divisions (x): no such division; this org has Home',
    ],
  ],
  [
    'POST /control/queues',
    { ...inOrg, name: 'New', id: 'queue-1', division: 'x' },
    ['id (queue-1): a queue of this org has it; take another one or none', NO_DIVISION],
  ],
  ['POST /control/queues', { ...elsewhere, name: 'New' }, [NO_ORG]],
  [
    'POST /control/queues',
    { ...inOrg, name: '', smsPhoneNumber: '0' },
    ['name (""): must not be empty', `smsPhoneNumber ("0"): ${AN_E164}`],
  ],
  ['DELETE /control/queues', { ...inOrg, queue: 'x' }, ['queue (x): not a queue of this org; see GET /control/state']],
  ['DELETE /control/queues', { ...inOrg, queue: 'Twin' }, [twoOf('queue')]],
  [
    'POST /control/flows',
    { ...inOrg, name: 'Flow', id: 'flow-1', division: 'x' },
    [
      'id (flow-1): a flow of this org has it; take another one or none',
      'name (Flow): a flow of this type has it; take another one, or edit that flow',
      NO_DIVISION,
    ],
  ],
  ['DELETE /control/flows', { ...inOrg, flow: 'x' }, [NO_FLOW]],
  ['POST /control/flow-edits', { ...elsewhere, flow: 'x', by: 'Ann' }, [NO_ORG]],
  ['POST /control/flow-edits', { ...inOrg, flow: 'x', by: 'Ann' }, [NO_FLOW]],
  ['POST /control/flow-locks', { ...inOrg, flow: 'x', by: 'Ann' }, [NO_FLOW]],
  ['POST /control/flow-locks', { ...inOrg, flow: 'Flow', by: '' }, ['by (""): must not be empty']],
  ['DELETE /control/flow-locks', { ...inOrg, flow: 'Flow' }, ['flow (Flow): nobody has it open; leave it']],
  ['POST /control/phone-numbers', seededNumber, [`phoneNumber (${NUMBER}): somebody has it; take another one`]],
  ['POST /control/phone-numbers', { ...seededNumber, phoneNumber: '+447700900124', flow: 'x' }, [NO_FLOW]],
  [
    'POST /control/phone-numbers',
    { ...inOrg, phoneNumber: '0', countryCode: 'gb', phoneNumberType: 'fax' },
    [
      `phoneNumber ("0"): ${AN_E164}`,
      'countryCode ("gb"): must be a two-letter country code in capitals',
      'phoneNumberType ("fax"): must be local, mobile or tollfree',
    ],
  ],
  ['DELETE /control/phone-numbers', { ...inOrg, phoneNumber: '+1' }, [NO_NUMBER]],
  ['POST /control/registrations', { ...inOrg, phoneNumber: '+1' }, [NO_NUMBER]],
  [
    'POST /control/registrations',
    { ...inOrg, phoneNumber: NUMBER, state: 'lost' },
    ['state ("lost"): must be none, pending, rejected or registered'],
  ],
  ['POST /control/carrier-states', { ...inOrg, phoneNumber: '+1', status: 'ACTIVE' }, [NO_NUMBER]],
  [
    'POST /control/carrier-states',
    { ...inOrg, phoneNumber: NUMBER, status: 'GONE' },
    ['status ("GONE"): must be ACTIVE, INITIATED, PORTING or INVALID'],
  ],
  ['POST /control/opt-outs', { ...inOrg, phoneNumber: '+1', address: '+2' }, [NO_NUMBER]],
  [
    'POST /control/taken-numbers',
    { phoneNumber: NUMBER },
    [`phoneNumber (${NUMBER}): somebody has it; take another one`],
  ],
  ['POST /control/taken-numbers', { phoneNumber: 'x' }, [`phoneNumber ("x"): ${AN_E164}`]],
  [
    'DELETE /control/taken-numbers',
    { phoneNumber: NUMBER },
    [`phoneNumber (${NUMBER}): nobody outside has it; leave it`],
  ],
  ['POST /control/conversations', { ...inOrg, ...talking, phoneNumber: '+1' }, [NO_NUMBER]],
  [
    'DELETE /control/conversations',
    { ...inOrg, ...talking },
    ['address (+447700900999): no agent is talking to it; leave it'],
  ],
  [
    'POST /control/faults',
    { operation: 'token', nth: 0, sttus: 500, status: 200 },
    [
      'nth (0): must be 1 or more',
      'status (200): must be an HTTP status from 400 to 599',
      'sttus: unknown field; remove it or mend its spelling',
    ],
  ],
  [
    'POST /control/faults',
    { operation: 'token' },
    ['the whole ({"operation":"token"}): disturbs nothing; give status, delayMs, reset, truncate or outcome'],
  ],
  [
    'POST /control/faults',
    { operation: 'token', status: 500, headers: { x: 'a\r\nb: c' } },
    ['headers.x ("a\\r\\nb: c"): must be printable ASCII'],
  ],
  ['DELETE /control/faults', { operation: 'token' }, ['operation: unknown field; remove it or mend its spelling']],
  ['POST /control/latencies', { token: -1 }, ['token (-1): must be whole milliseconds, 0 to 60000']],
  ['DELETE /control/tokens', { clientId: 'x' }, ['clientId: unknown field; remove it or mend its spelling']],
  ['POST /control/clock', { advanceMs: -1 }, ['advanceMs (-1): must be 0 or more']],
  ['POST /control/clock', null, ['the whole (null): must be an object: { advanceMs }']],
];

describe('bad input to the control API', () => {
  it.each(REFUSALS)('%s refuses %j with field, value and what to do', async (asked, input, problems) => {
    const lab = await start({ orgs: [labOrg({ phoneNumbers, queues, flows })] });
    const before = lab.control.comparableState().state;
    const [method = '', path = ''] = asked.replace('/control/', '').split(' ');
    const reply =
      method === 'POST'
        ? await lab.steer('POST', path, input)
        : await lab.steer(method, `${path}?${new URLSearchParams(input as Record<string, string>).toString()}`);
    expect(reply).toMatchObject({ status: 400, body: { problems } });
    expect(reply.body.message).toContain(problems[0]);
    expect(lab.control.comparableState().state).toEqual(before);
  });

  it('is shown here for every path', () => {
    expect([...new Set(REFUSALS.map(([asked]) => asked))].sort()).toEqual(Object.keys(CONTROL_ROUTES).sort());
  });

  it('to a path that is not there is answered 404 with those that are', async () => {
    const lab = await start();
    for (const [method, path] of [
      ['GET', 'nothing'],
      ['PUT', 'orgs'],
      ['POST', 'state'],
    ] as const) {
      const { status, body } = await lab.steer(method, path, method === 'GET' ? undefined : {});
      expect(status).toBe(404);
      expect(body.message).toContain(`${method} /control/${path}: not here; there is GET /control/state`);
    }
  });
});

describe('docs/simulator.md', () => {
  it('has a row for every path of the control API and no other', () => {
    const page = readFileSync(join(__dirname, '../../../docs/simulator.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z]+ \/control\/[a-z-]+)`/gm)].map(([, asked]) => asked);
    expect(rows.sort()).toEqual(Object.keys(CONTROL_ROUTES).sort());
  });
});
