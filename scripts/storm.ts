import process from 'node:process';
import { parseArgs } from 'node:util';
import { stormOfOneEvent, stormOfOrgs, type Storm } from '../test/scenarios/storms.ts';

// npm run storm [-- --starts N --orgs N --requests-per-minute N --pattern P]: one registration event many times at once, then many orgs
// at once, in one process under virtual time; prints what they came to. Exit 1 when an execution failed or an org is not ready.

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '200' },
    orgs: { type: 'string', default: '50' },
    'requests-per-minute': { type: 'string', default: '300' },
    pattern: { type: 'string' },
  },
});

async function report(title: string, storm: Promise<Storm>, orgs: number): Promise<boolean> {
  const began = performance.now();
  const { scenario, counts } = await storm;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${title} (${seconds} s)\n`);
  for (const [name, count] of Object.entries(counts)) process.stdout.write(`  ${name}: ${JSON.stringify(count)}\n`);
  await scenario.stop();
  const hasFailed = Object.keys(counts.provisionings).some((end) => !end.startsWith('SUCCEEDED'));
  return !hasFailed && counts.orgs.ready === orgs && counts.numbers === orgs && counts.differentNumbers === orgs;
}

const starts = Number(values.starts);
const orgs = Number(values.orgs);
const requestsPerMinute = Number(values['requests-per-minute']);
const { pattern } = values;
const results = [
  await report(`one event ${starts} times at once`, stormOfOneEvent(starts), 1),
  await report(
    `${orgs} orgs at once, ${requestsPerMinute} requests a minute per token`,
    stormOfOrgs({ orgs, requestsPerMinute, pattern }),
    orgs,
  ),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
