import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'shell-quote';
import { runAws } from './aws-command/run-aws.ts';
import { calculate, expandSubstitutions, statementsOf } from './aws-command/shell-text.ts';

/** Where documented commands are run. */
export interface AwsCommandOptions {
  endpointUrl: string;
  /** What `file://` and `cat` start from. */
  folder: string;
  /** Shell variables that are set before. */
  variables?: Readonly<Record<string, string>>;
  /** The time of `date +%s`, in milliseconds since the epoch; the real one when left out. */
  now?: () => number;
}

/** A command of a script and what it printed. */
export interface PrintedCommand {
  command: string;
  output: string;
}

const LOOP = /^for\s+([A-Za-z_]\w*)\s+in\s+(.*?);\s*do\s+(.*?);\s*done$/s;

/**
 * A shell that knows the `aws` commands of documents and runs them through the official SDK: variables, `$( )`, `$(( ))`,
 * assignments, `export`, `${name/text/$other}`, a loop in one statement (`for name in words; do command; done`), and `cat`,
 * `date +%s` and `sleep` (which doesn't wait). Everything else throws: other programs, pipes, variables that nobody has set, operations and options that the API doesn't have. Errors of AWS read as the CLI
 * words them, with the SDK's error as cause.
 */
export class AwsShell {
  readonly #options: AwsCommandOptions;
  readonly #variables = new Map<string, string>();

  constructor(options: AwsCommandOptions) {
    this.#options = options;
    const variables = { AWS_ENDPOINT_URL: options.endpointUrl, ...options.variables };
    for (const [name, value] of Object.entries(variables)) this.#variables.set(name, value);
  }

  /** The value of a variable, as assignments left it. */
  variable(name: string): string | undefined {
    return this.#variables.get(name);
  }

  /** Runs a script, statement by statement; assignments print nothing and are left out of the answer. */
  async run(script: string): Promise<PrintedCommand[]> {
    const printed: PrintedCommand[] = [];
    for (const command of statementsOf(script)) {
      const [, name = '', words = '', body = ''] = LOOP.exec(command) ?? [];
      for (const word of name === '' ? [] : (await this.#words(words)).words) {
        this.#variables.set(name, word);
        printed.push(...(await this.run(body)));
      }
      if (name !== '') continue;
      const output = await this.#runStatement(command);
      if (output !== undefined) printed.push({ command, output });
    }
    return printed;
  }

  /** The words of a statement, everything in them replaced; those of an assignment are not split. */
  async #words(statement: string): Promise<{ words: string[]; isAssignment: boolean }> {
    const { text, values } = await expandSubstitutions(statement, {
      output: async (script) =>
        (await this.run(script))
          .map(({ output }) => output)
          .join('')
          .replace(/\n+$/, ''),
      calculation: async (inside) => calculate(await this.#expandedCalculation(inside)),
    });
    const valueOf = (name: string): string | undefined =>
      name === '' ? undefined : (values[name] ?? this.#parameter(name));
    const isAssignment = /^(export\s+)?[A-Za-z_]\w*=/.test(text);
    return { words: wordsOf(text, valueOf, isAssignment), isAssignment };
  }

  async #runStatement(statement: string): Promise<string | undefined> {
    const { words, isAssignment } = await this.#words(statement);
    if (isAssignment) {
      this.#assign(words);
      return undefined;
    }
    const [program = '', ...rest] = words;
    if (program === 'aws') {
      return runAws(rest, { endpointUrl: this.#required('AWS_ENDPOINT_URL'), folder: this.#options.folder });
    }
    if (program === 'cat')
      return rest.map((file) => readFileSync(resolve(this.#options.folder, file), 'utf8')).join('');
    if (program === 'date' && rest.join(' ') === '+%s')
      return `${Math.floor((this.#options.now ?? Date.now)() / 1000)}\n`;
    if (program === 'sleep') return '';
    throw new Error(`"${words.join(' ')}" is no command that is known here: only aws, cat, date +%s and sleep are`);
  }

  async #expandedCalculation(inside: string): Promise<string> {
    const { text, values } = await expandSubstitutions(inside, {
      output: async (script) =>
        (await this.run(script))
          .map(({ output }) => output)
          .join('')
          .trim(),
      calculation: async (inner) => calculate(await this.#expandedCalculation(inner)),
    });
    return text.replaceAll(/\$?\{?\b([A-Za-z_]\w*)\}?/g, (_, name: string) => values[name] ?? this.#required(name));
  }

  #assign(words: readonly string[]): void {
    for (const word of words[0] === 'export' ? words.slice(1) : words) {
      const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      if (name === undefined) throw new Error(`expected NAME=value instead of "${word}"`);
      this.#variables.set(name, value);
    }
  }

  /** What stands in `${ }`: a variable, or one with the first occurrence of a text replaced by another variable's value. */
  #parameter(parameter: string): string {
    const [, name, text = '', other = ''] = /^(\w+)\/([^/]+)\/\$(\w+)$/.exec(parameter) ?? [];
    if (name === undefined) return this.#required(parameter);
    const value = this.#required(other);
    return this.#required(name).replace(text, () => value);
  }

  #required(name: string): string {
    const value = this.#variables.get(name);
    if (value === undefined) throw new Error(`$${name} is not set`);
    return value;
  }
}

function wordsOf(text: string, valueOf: (name: string) => string | undefined, isAssignment: boolean): string[] {
  return parse(text, valueOf, isAssignment ? {} : { splitUnquoted: true }).flatMap((word) => {
    if (typeof word === 'string') return [word];
    if ('pattern' in word) return [word.pattern];
    if ('comment' in word) return [];
    throw new Error(`"${word.op}" in a command: only single commands are known here`);
  });
}
