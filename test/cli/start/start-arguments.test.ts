import { UsageError } from '../../../cli/command-line/usage-error.ts';
import { startArguments } from '../../../cli/start/start-arguments.ts';

function complaintAbout(...argv: string[]): string {
  try {
    startArguments(argv);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error(`${argv.join(' ')} was accepted`);
}

it('runs the sample on its own simulated Genesys Cloud when nothing is given', () => {
  expect(startArguments([])).toEqual({
    registrationFile: undefined,
    secretFile: undefined,
    genesysUrl: undefined,
    stackName: undefined,
    isFresh: false,
    wantsHelp: false,
  });
});

it('reads every option', () => {
  const argv = [
    '--registration',
    'org.json',
    '--secret',
    'secret.json',
    '--genesys-url',
    'http://127.0.0.1:8080',
    '--fresh',
  ];
  expect(startArguments([...argv, '--help'])).toEqual({
    registrationFile: 'org.json',
    secretFile: 'secret.json',
    genesysUrl: 'http://127.0.0.1:8080',
    stackName: undefined,
    isFresh: true,
    wantsHelp: true,
  });
});

it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080', 'https://localhost:8443'])(
  'takes the Genesys API at %s, which is this machine',
  (url) => {
    expect(startArguments(['--genesys-url', url]).genesysUrl).toBe(url);
    expect(startArguments(['--genesys-url', `${url}/`]).genesysUrl).toBe(url);
  },
);

it.each([
  'https://api.mypurecloud.com',
  'http://192.168.1.7:8080',
  'http://127.0.0.1.example.com',
  'http://localhost@example.com',
  'http://localhost.example.com',
  'ftp://127.0.0.1',
  'file:///etc/hosts',
  '127.0.0.1:8080',
  '',
])('refuses to send credentials to "%s"', (url) => {
  const complaint = complaintAbout('--genesys-url', url);
  expect(complaint).toContain('--genesys-url');
  expect(complaint).toContain(url);
  expect(complaint).toContain('must be an http address on this machine');
});

it.each([
  { argv: ['--frseh'], names: '--frseh' },
  { argv: ['--secret'], names: '--secret' },
  { argv: ['org.json'], names: 'org.json' },
  { argv: ['--fresh=no'], names: '--fresh' },
])('names what is wrong with $argv and shows the options', ({ argv, names }) => {
  const complaint = complaintAbout(...argv);
  expect(complaint).toContain(names);
  expect(complaint).toContain('--registration FILE');
});

it('takes the name of a stack, with which nothing goes that only this machine has', () => {
  expect(startArguments(['--stack', 'LabSms', '--secret', 'secret.json'])).toMatchObject({
    stackName: 'LabSms',
    secretFile: 'secret.json',
  });
  expect(complaintAbout('--stack', 'LabSms', '--fresh')).toContain("--fresh can't go with --stack");
  const both = complaintAbout('--stack', 'LabSms', '--fresh', '--genesys-url', 'http://127.0.0.1:8080');
  expect(both).toContain("--fresh and --genesys-url can't go with --stack");
  for (const name of ['', 'lab sms', '9lives', '-x'.repeat(100)])
    expect(complaintAbout(`--stack=${name}`)).toContain(`--stack (${name}) must be the name`);
});
