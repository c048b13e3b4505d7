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
  {
    name: 'audit',
    summary: 'shows what was changed in an org or in one run: when, by what, before and after, correlation ids',
    arguments: [['[org]', 'the name or id of an org']],
    options: [
      ['--run <run>', 'one run instead, by the ARN or the name of its execution'],
      ['--since <time>', 'looks back only so far: 7d, 12h, or a date; without it as far as the log goes (a year)'],
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
