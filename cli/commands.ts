import type { CommandFacts } from './command-line/command.ts';
import { REGISTRATION_OPTIONS, SECRET_OPTIONS } from './registration/registration-options.ts';

/** Every command, in the order in which people need them; their code is loaded when one is called. */
export const COMMANDS: readonly CommandFacts[] = [
  {
    name: 'local',
    summary: 'shows the local world of this machine: its AWS and its Genesys Cloud; starts it if none runs',
    arguments: [],
    options: [['--stop', 'ends it; everything is kept, and what is running is ABORTED at its next start']],
    example: ['lab-sms local --stop', 'ends the local world that an earlier command started'],
    load: () => import('./commands/local.ts'),
  },
  {
    name: 'register',
    summary: 'registers an org from options, a file or answers; its SMS channel is then provisioned',
    arguments: [],
    options: [
      ...REGISTRATION_OPTIONS,
      ['--secret-file <file>', 'the credentials as JSON: clientId, clientSecret, testSmsTo, testSmsText'],
      ...SECRET_OPTIONS,
      ['--wait', 'follows provisioning and verification to their ends'],
    ],
    example: [
      'lab-sms register --file docs/examples/lab-org-registered.json --secret-file docs/examples/lab-org-secret.json --wait',
      'registers the sample org on this machine and shows how it gets its channel',
    ],
    load: () => import('./commands/register.ts'),
  },
  {
    name: 'secret',
    summary: "sets or rotates an org's credentials and test recipient, keeping what isn't given",
    arguments: [['<org>', "the org's id, or its name once it is registered"]],
    options: [...SECRET_OPTIONS, ['--replace-all', "keeps nothing: what isn't given is gone"]],
    example: [
      'lab-sms secret 6f1d2c3b-4a59-4e68-9b7a-8c9d0e1f2a3b --client-id my-client --secret-stdin < secret.txt',
      'stores an OAuth client; the secret itself is never an argument',
    ],
    load: () => import('./commands/secret.ts'),
  },
  {
    name: 'provision',
    summary: "provisions an org by hand with the ledger's registration, and shows how it goes",
    arguments: [['<org>', 'its name or its id']],
    options: [['--attach', 'follows the provisioning that is under way instead of starting one']],
    example: ['lab-sms provision "G Ride Lab London"', 'starts a run and follows it; Ctrl-C lets it go on alone'],
    load: () => import('./commands/provision.ts'),
  },
  {
    name: 'verify',
    summary:
      'checks the routing and sends a test text; 0: delivered, receipt pending, not sendable yet, or no recipient',
    arguments: [['<org>', 'its name or its id']],
    options: [['--attach', 'follows the verification that is under way instead of asking for one']],
    example: ['lab-sms verify "G Ride Lab London"', 'sends one text, which costs what a text costs'],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'redrive',
    summary: "goes on with an org's last run where it failed, and shows how it goes",
    arguments: [['<org>', 'its name or its id']],
    options: [],
    example: ['lab-sms redrive "G Ride Lab London"', 'once what the failure told has been mended'],
    load: () => import('./commands/redrive.ts'),
  },
  {
    name: 'stop',
    summary: 'stops whatever is under way for an org; what is done stays done',
    arguments: [['<org>', 'its name or its id']],
    options: [['--yes', 'does it without asking']],
    example: ['lab-sms stop "G Ride Lab London" --yes', 'the run ends ABORTED; lab-sms redrive goes on with it'],
    load: () => import('./commands/stop.ts'),
  },
  {
    name: 'plan',
    summary: 'shows what provisioning would do to an org and what it costs; writes nothing, anywhere',
    arguments: [['[org]', 'the id or the name of an org in the ledger']],
    options: [
      ['--file <file>', 'a registration (JSON) to try instead, of a new org or of one in the ledger'],
      ['--prices <file>', 'what numbers and texts cost by your contract; prices.json of the project unless given'],
    ],
    example: ['lab-sms plan --file docs/examples/lab-org-registered.json', 'what registering that org would do'],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'doctor',
    summary:
      'looks at this machine, the stack and the orgs, and says of everything that is not in order how to mend it',
    arguments: [['[org]', 'the id or the name of one org; every org of the ledger unless given']],
    options: [],
    example: ['lab-sms doctor --stack LabSms', 'whether the stack in your AWS account and its orgs are in order'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'status',
    summary: 'shows how orgs are: all in a table, or one in full with its next step',
    arguments: [['[org]', 'the name or id of an org; all orgs without it']],
    options: [],
    example: ['lab-sms status "Lab 07"', 'shows everything that is known of the org Lab 07'],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'audit',
    summary: 'shows what was changed in an org or in one run: when, by what, before and after, correlation ids',
    arguments: [['[org]', 'the name or id of an org']],
    options: [
      ['--run <run>', 'one run instead, by the ARN or the name of its execution'],
      [
        '--since <time>',
        'looks back so far: 7d, 12h, or a date; without it to when the org was first registered or the run began',
      ],
      ['--html <file>', 'writes a report with a picture of the stages into one HTML file as well'],
    ],
    example: [
      'lab-sms audit "Lab 07" --since 7d --html lab-07.html',
      'reports what happened in Lab 07 in the last week',
    ],
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'decommission',
    summary: 'gives an org back: shows what is undone and released and what stays, asks, and does it',
    arguments: [['<org>', 'the name or id of the org']],
    options: [
      ['--yes', 'does not ask'],
      ['--release-adopted <number>', 'releases this adopted number as well (E.164); it can not be had back'],
      ['--abandon-candidate <number>', 'gives up this number, whose purchase is in doubt and that nobody has found'],
    ],
    example: ['lab-sms decommission "Lab 07"', 'ends what Lab 07 costs, once its name is typed again'],
    load: () => import('./commands/decommission.ts'),
  },
  {
    name: 'completion',
    summary: 'prints the script that completes this command in a shell',
    arguments: [['<shell>', 'bash, zsh or fish']],
    options: [],
    example: ['source <(lab-sms completion bash)', 'completes commands and options in this shell'],
    load: async () => (await import('./commands/completion.ts')).completionOf(COMMANDS),
  },
];
