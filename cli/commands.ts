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
];
