import type { CommandFacts } from './command.ts';

/** Shells that the command can be completed in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Options of every command, and of the command itself. */
const GLOBAL_OPTIONS = ['--stack', '--state', '--json', '--help'];

/** The long form of an option such as `--html <file>`. */
function longOption(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? '';
}

function optionsOf({ options }: CommandFacts): string[] {
  return [...options.map(([flags]) => longOption(flags)), ...GLOBAL_OPTIONS];
}

/** Options whose value is a file or a folder. */
function fileOptions(commands: readonly CommandFacts[]): string[] {
  const takesFile = commands.flatMap(({ options }) => options.filter(([flags]) => /<(file|folder)>/.test(flags)));
  return [...new Set([...takesFile.map(([flags]) => longOption(flags)), '--state'])];
}

/** A script for that shell, out of the table of commands: it completes commands, their options, and files where one is due. */
export function completionScript(shell: Shell, commands: readonly CommandFacts[]): string {
  return { bash, zsh, fish }[shell](commands);
}

function bash(commands: readonly CommandFacts[]): string {
  const cases = commands.map((facts) => `    ${facts.name}) words="${optionsOf(facts).join(' ')}" ;;`);
  return `_lab_sms() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
    ${fileOptions(commands).join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$current")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ name }) => name).join(' ')} --help"
  else case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _lab_sms lab-sms`;
}

/** zsh runs bash's functions. */
function zsh(commands: readonly CommandFacts[]): string {
  return `autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n${bash(commands)}`;
}

function fish(commands: readonly CommandFacts[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c lab-sms -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...options.map(([flags, says]) => {
      const value = /<(file|folder)>/.test(flags) ? ' -rF' : flags.includes('<') ? ' -x' : '';
      const option = longOption(flags).slice(2);
      return `complete -c lab-sms -n '__fish_seen_subcommand_from ${name}' -l ${option}${value} -d ${quoted(says)}`;
    }),
  ]);
  const everywhere = ['-l stack -x', '-l state -rF', '-l json', '-l help'];
  const shells = `complete -c lab-sms -n '__fish_seen_subcommand_from completion' -a '${SHELLS.join(' ')}'`;
  return [
    'complete -c lab-sms -f',
    ...lines,
    shells,
    ...everywhere.map((option) => `complete -c lab-sms ${option}`),
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
