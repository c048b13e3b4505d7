/** What the command's exit codes mean; the same for every command. */
export const EXIT = {
  /** What was asked for is done, or holds. */
  done: 0,
  /** It was begun and ended badly: the run failed, the check found something. */
  failed: 1,
  /** The command line or its input is wrong; nothing was done. */
  usage: 2,
  /** The surroundings are not in order: credentials, region, network, stack; nothing was done. */
  surroundings: 3,
  /** There is no such org or run; nothing was done. */
  notFound: 4,
  /** Something else goes on with the org; nothing was done. */
  busy: 5,
  /** The person did not confirm; nothing was done. */
  notConfirmed: 6,
  /** Ctrl-C: the command has let go, and what it began goes on. */
  detached: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
