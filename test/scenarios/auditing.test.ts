import { AUDITOR_POLICY } from '../../scripts/policies-of-people.ts';
import { SAVED_QUERIES } from '../../src/workflow/saved-queries.ts';
import { documentedBlocks } from '../support/documented-blocks.ts';
import { synthesised } from '../support/synthesised.ts';
import { EXPECTED_ANSWERS, rowsOf } from './auditing/expectations.ts';
import { playedHistory, type History } from './auditing/history.ts';

const [setup, ...questions] = documentedBlocks('docs/auditing.md');
const SERVICES_OF_IAM: Readonly<Record<string, string>> = { stepfunctions: 'states' };

describe('the questions of docs/auditing.md', () => {
  let history: History;
  beforeAll(async () => {
    history = await playedHistory();
  }, 60_000);
  afterAll(() => history.scenario.stop());

  it('are ten, and what their commands print is expected, each', () => {
    expect(questions.map(({ heading }) => heading)).toEqual(Object.keys(EXPECTED_ANSWERS));
    expect(questions).toHaveLength(10);
  });

  it('begin with the org of the examples, which is the one that is ready here', async () => {
    const shell = history.scenario.shell();
    expect(await shell.run(setup?.script ?? '')).toEqual([]);
    expect(shell.variable('org')).toBe(history.ready.id);
  });

  it.each(questions)('$heading', async ({ heading, script }) => {
    const { about, answers } = EXPECTED_ANSWERS[heading] ?? { about: 'ready', answers: [] };
    const shell = history.scenario.shell();
    await shell.run(setup?.script ?? '');
    // Whose org it is, the reader says; so does whoever asks for the run of an earlier question.
    await shell.run(`org=${history[about].id}`);
    if (script.includes('$execution') && !script.includes('execution=')) {
      const record = await history[about].record(history.scenario);
      await shell.run(`execution=${record.lastExecution}`);
    }
    const printed = (await shell.run(script)).filter(({ command }) => command.startsWith('aws '));
    expect(printed.map(({ command }) => command)).toHaveLength(answers.length);
    for (const [index, { output }] of printed.entries()) await answers[index]?.(output, history);
  });

  it('look at every dead-letter queue that the stack has', async () => {
    const queues = Object.keys((await synthesised()).ofType('AWS::SQS::Queue'));
    const [query] = questions.filter(({ script }) => script.includes('aws sqs list-queues'));
    const printed = await history.scenario.shell({ from: '0', to: '1', rows: '@' }).run(query?.script ?? '');
    expect(printed.filter(({ command }) => command.includes('get-queue-attributes'))).toHaveLength(queues.length);
  });

  it('are asked with nothing but what the policy of auditors allows', () => {
    const allowed = AUDITOR_POLICY.Statement.flatMap(({ Action }) => Action);
    const asked = questions.flatMap(({ script }) => [...script.matchAll(/\baws ([a-z]+) ([a-z-]+)/g)]);
    expect(asked.length).toBeGreaterThan(20);
    for (const [, service = '', operation = ''] of asked) {
      const name = operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
      expect(allowed).toContain(`${SERVICES_OF_IAM[service] ?? service}:${name}`);
    }
  });

  it.each(SAVED_QUERIES)('find rows with the saved query "$name"', async ({ name }) => {
    const shell = history.scenario.shell();
    await shell.run(setup?.script ?? '');
    const { lastExecution: execution } = await history.failed.record(history.scenario);
    await shell.run(`org=${history.failed.id}
      execution=${execution}
      text=$(aws logs describe-query-definitions --query-definition-name-prefix 'lab-sms/${name}' \\
        --query 'queryDefinitions[0].queryString' --output text)
      text="\${text/REPLACE-WITH-EXECUTION-ARN/$execution}"
      text="\${text/REPLACE-WITH-GENESYS-ORG-ID/$org}"
      query=$(aws logs start-query --log-group-name /lab-sms/stages --start-time $from --end-time $to \\
        --query-string "$text" --query queryId --output text)`);
    const [printed] = await shell.run('aws logs get-query-results --query-id $query --query "$rows"');
    expect(rowsOf(printed?.output ?? '')).not.toEqual([]);
  });
});
