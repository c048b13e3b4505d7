import type { CommandFacts } from './command.ts';

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
];
