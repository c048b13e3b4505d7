import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { LogStore } from '../../../local/aws/cloudwatch-logs/log-store.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { FixtureFolder } from '../../local/aws/fixture/world.ts';
import { AwsShell } from '../aws-command.ts';

const GROUP = '/fixture/stages';
const LONG_GROUP = '/aws/vendedlogs/states/fixture';

describe('the aws commands of documents', () => {
  const folder = new FixtureFolder();
  let endpointUrl = '';

  beforeAll(async () => {
    const store = new LogStore(join(folder.stateDir, 'logs'), { now: () => 5000, sleep: () => Promise.resolve() });
    for (const org of ['a', 'b', 'a b']) store.append(GROUP, org, JSON.stringify({ kind: 'audit', org }));
    for (let line = 0; line <= 10_000; line += 1) store.append(LONG_GROUP, 'stream', '{}');
    ({ endpointUrl } = await folder.start(new VirtualClock()));
    writeFileSync(join(folder.path, 'events.json'), JSON.stringify([{ EventBusName: 'fixture-bus', Source: 'x' }]));
    writeFileSync(join(folder.path, 'org.txt'), 'a b\n');
  });
  afterAll(() => folder.remove());

  function shell(variables: Record<string, string> = {}): AwsShell {
    return new AwsShell({ endpointUrl, folder: folder.path, variables, now: () => 5000 });
  }

  async function output(script: string, variables?: Record<string, string>): Promise<string> {
    return (await shell(variables).run(script)).map((printed) => printed.output).join('');
  }

  describe('are run as the CLI runs them', () => {
    it('prints JSON with four spaces, after --query', async () => {
      const query = `aws logs describe-log-groups --query 'logGroups[?retentionInDays].{name: logGroupName}'`;
      expect(await output(query)).toBe(`[\n    {\n        "name": "${GROUP}"\n    }\n]\n`);
      expect(await output('aws sts get-caller-identity --query Nothing')).toBe('null\n');
    });

    it.each([
      ['--query Account', '000000000000\n'],
      ['--query Nothing', 'None\n'],
      ["--query '[Account, Nothing]'", '000000000000\tNone\n'],
      ["--query '[[Account], [Account]]'", '000000000000\n000000000000\n'],
      ["--query '{b: `true`, a: `1`, c: [`2`, `3`]}'", '1\tTrue\nC\t2\nC\t3\n'],
      ["--query '[{a: `1`}, {b: `2`, c: {d: `3`}}]'", '1\t\n\t2\nC\t3\n'],
    ])('prints text: %s', async (options, text) => {
      expect(await output(`aws sts get-caller-identity ${options} --output text`)).toBe(text);
    });

    it('asks for all pages, unless the command says how many', async () => {
      const lines = `aws logs filter-log-events --log-group-name ${LONG_GROUP} --query`;
      expect(await output(`${lines} 'length(events)'`)).toBe('10001\n');
      expect(await output(`${lines} '[length(events), nextToken]' --limit 2`)).toContain('from-2');
      expect(await output(`${lines} '[length(events), NextToken]' --max-items 1 --output text`)).toBe('1\tfrom-1\n');
    });

    it('takes values as the API has them: text, numbers, flags, lists, JSON, shorthand and files', async () => {
      const filtered = `aws logs filter-log-events --log-group-name ${GROUP} --query 'events[].logStreamName' --output text`;
      expect(await output(`${filtered} --log-stream-names b 'a b'`)).toBe('b\ta b\n');
      expect(await output(`${filtered} --log-stream-names '["b"]' --start-time 0 --limit=3`)).toBe('b\n');
      expect(await output(`${filtered} --start-time 5001`)).toBe('');
      const put = 'aws events put-events --query FailedEntryCount --entries';
      expect(await output(`${put} EventBusName=fixture-bus,Source=x,DetailType=y,Detail={}`).catch(String)).toMatch(
        'JSON',
      );
      expect(await output(`${put} EventBusName=fixture-bus,Source=x,DetailType=y,Resources=p,q,Detail=1`)).toBe('1\n');
      expect(await output(`${put} file://events.json`)).toBe('1\n');
      const streams = `aws logs describe-log-streams --log-group-name ${GROUP} --query 'logStreams[0].logStreamName'`;
      expect(await output(`${streams} --descending --output text`)).toBe('b\n');
      expect(await output(`${streams} --no-descending --output text`)).toBe('a\n');
      const queues = 'aws sqs get-queue-attributes --queue-url http://nowhere/queue --attribute-names All QueueArn';
      expect(await output(queues).catch(String)).toMatch('GetQueueAttributes operation: The specified queue does not');
      const item = `'{"pk": {"S": "one"}, "n": {"N": "1"}}'`;
      await output(`aws dynamodb put-item --table-name fixture-ledger --item ${item}`);
      const get = 'aws dynamodb get-item --table-name fixture-ledger --consistent-read --query Item.n.N';
      expect(await output(`${get} --key '{"pk": {"S": "one"}}'`)).toBe('"1"\n');
    });

    it('words the errors of AWS as the CLI does, with what the SDK threw', async () => {
      const run = output('aws logs filter-log-events --log-group-name /nobody');
      await expect(run).rejects.toThrow(
        'An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation: The specified log group does not exist.',
      );
      await expect(run).rejects.toMatchObject({ cause: expect.any(ResourceNotFoundException) as unknown });
    });
  });

  describe('may stand in a script', () => {
    it('with variables, comments, lines that go on, and values of other commands', async () => {
      const script = `
        # who's asking
        who=$(aws sts get-caller-identity --query Account --output text)  # nobody's account
        export GROUP=${GROUP} ORG="$(cat org.txt)"
        query=$(aws logs start-query --log-group-name $GROUP \\
          --start-time $(( $(date +%s) - 2 * 2 )) --end-time $(date +%s) \\
          --query-string "fields org
            | filter org = '$ORG' and \\"$who\\" = '000000000000'" --query queryId --output text)
        sleep 5
        aws logs get-query-results --query-id $query --query 'results[] | [?field==\`org\`].value' --output text`;
      const lines = await shell().run(script);
      expect(lines.map((line) => line.output)).toEqual(['', 'a b\n']);
      expect(lines[1]?.command).toMatch(/^aws logs get-query-results/);
    });

    it('and leave variables behind for the next', async () => {
      const one = shell({ SERVICE: 'sts' });
      await one.run('account=$(aws $SERVICE get-caller-identity --query Account --output text)');
      expect(one.variable('account')).toBe('000000000000');
      expect(
        await one.run('aws sts get-caller-identity --query "Account == \'$account\'" --endpoint-url $AWS_ENDPOINT_URL'),
      ).toEqual([expect.objectContaining({ output: 'true\n' })]);
    });

    it('are repeated for each word of a list, and take a text with a part of it replaced', async () => {
      const script = `text="org is NAME, not NAME"
        for who in $(aws sts get-caller-identity --query '[Account, \`b c\`]' --output text) "d e"; do \
          aws sts get-caller-identity --query "'\${text/NAME/$who}'" --output text; done`;
      const lines = ['000000000000', 'b', 'c', 'd e'].map((who) => `org is ${who}, not NAME\n`);
      expect(await output(script)).toBe(lines.join(''));
    });

    it('take single quotes literally and split what stands unquoted', async () => {
      const filter = `aws logs filter-log-events --log-group-name ${GROUP} --query 'events[].logStreamName' --output text`;
      expect(await output(`${filter} --log-stream-names $NAMES`, { NAMES: 'a b' })).toBe('a\tb\n');
      expect(await output(`${filter} --log-stream-names "$NAMES"`, { NAMES: 'a b' })).toBe('a b\n');
      expect(await output(`${filter} --filter-pattern '{ $.org = "b" }'`)).toBe('b\n');
    });
  });

  describe('are refused', () => {
    it.each([
      ['aws nothing list', 'aws nothing: expected one of cloudformation, dynamodb,'],
      ['aws sfn list-executions', 'aws sfn: expected one of'],
      ['aws logs start-querry', 'aws logs has no operation start-querry'],
      ['aws logs stop-query --queryid x', 'the API has no option --queryid: it has --query-id'],
      ['aws logs stop-query', 'the following options are required: --query-id'],
      ['aws logs stop-query --query-id', '--query-id has no value'],
      ['aws logs stop-query --query-id a b', '--query-id takes one value: "b" is too much'],
      ['aws logs stop-query x', 'expected an option instead of "x"'],
      ['aws logs stop-query --query-id a --query-id b', '--query-id is given twice'],
      ['aws logs stop-query --query-id a --output table', '--output table: expected json or text'],
      ['aws logs describe-log-groups --limit many', '--limit: expected a number instead of "many"'],
      ['aws dynamodb scan --table-name x --consistent-read true', '--consistent-read takes no value'],
      ['aws dynamodb scan --table-name x --no-limit', 'the API has no option --no-limit'],
      ['aws dynamodb get-item --table-name x --key \'{"pk": {"T": "x"}}\'', '--key.pk: the API has no T'],
      ['aws dynamodb get-item --table-name x --key \'{"pk"\'', '--key: this is no JSON'],
      ['aws events put-events --entries Sauce=x', '--entries: the API has no Sauce (there are Time, Source'],
      ['aws events put-events --entries Source', '--entries: expected key=value instead of "Source"'],
      ['aws logs stop-query --query-id $nobody', '$nobody is not set'],
      ['aws sts get-caller-identity | jq .Account', '"|" in a command'],
      ['aws sts get-caller-identity > file', '">" in a command'],
      ['aws sts get-caller-identity --query `x`', 'write $(…)'],
      ['jq .', '"jq ." is no command that is known here'],
      ["aws sts get-caller-identity --query 'x", "never closed: 'x"],
      ['sleep $((1 ** 2))', 'is no calculation that is known'],
    ])('%s', async (command, message) => {
      await expect(output(command)).rejects.toThrow(message);
    });
  });
});
