import type * as z from 'zod/mini';
import { COMMANDS } from '../../../cli/commands.ts';
import { ErrorOutput, type ToldFailure } from '../../../cli/command-line/told-failure.ts';
import type * as audit from '../../../cli/commands/audit.ts';
import type * as completion from '../../../cli/commands/completion.ts';
import type * as decommission from '../../../cli/commands/decommission.ts';
import type * as doctor from '../../../cli/commands/doctor.ts';
import type * as local from '../../../cli/commands/local.ts';
import type * as plan from '../../../cli/commands/plan.ts';
import type * as provision from '../../../cli/commands/provision.ts';
import type * as redrive from '../../../cli/commands/redrive.ts';
import type * as register from '../../../cli/commands/register.ts';
import type * as secret from '../../../cli/commands/secret.ts';
import type * as status from '../../../cli/commands/status.ts';
import type * as stop from '../../../cli/commands/stop.ts';
import type * as verify from '../../../cli/commands/verify.ts';

interface Modules {
  audit: typeof audit;
  completion: typeof completion;
  decommission: typeof decommission;
  doctor: typeof doctor;
  local: typeof local;
  plan: typeof plan;
  provision: typeof provision;
  redrive: typeof redrive;
  register: typeof register;
  secret: typeof secret;
  status: typeof status;
  stop: typeof stop;
  verify: typeof verify;
}
export type CommandName = keyof Modules;

/** What a command answers with `--json` when it doesn't fail. */
export type CommandAnswer<Name extends CommandName> = z.infer<Modules[Name]['Output']>;

/** The `--json` answer on stdout as the schema of the command has it. @throws ZodError, and Error when it is told to have failed */
export async function commandAnswer<Name extends CommandName>(
  name: Name,
  stdout: string,
): Promise<CommandAnswer<Name>> {
  const facts = COMMANDS.find((command) => command.name === name);
  const { Output } = (await facts?.load()) as unknown as { Output: z.ZodMiniType<CommandAnswer<Name>> };
  const json = JSON.parse(stdout) as object;
  if ('error' in json) throw new Error(`lab-sms ${name} failed: ${stdout}`);
  return Output.parse(json);
}

/** The failure on stdout as the schema of failures has it. @throws ZodError */
export function toldError(stdout: string): ToldFailure {
  return ErrorOutput.parse(JSON.parse(stdout)).error as ToldFailure;
}
