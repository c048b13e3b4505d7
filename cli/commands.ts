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
    name: 'status',
    summary: 'shows how orgs are: all in a table, or one in full with its next step',
    arguments: [['[org]', 'the name or id of an org; all orgs without it']],
    options: [],
    example: ['lab-sms status "Lab 07"', 'shows everything that is known of the org Lab 07'],
    load: () => import('./commands/status.ts'),
  },
];
