import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { auditHtml } from '../audit/audit-html.ts';
import { auditText } from '../audit/audit-text.ts';
import { AuditedChange, AuditedCost, AuditedRun, trailOf, type AuditTrail } from '../audit/audit-trail.ts';
import type { CommandContext, CommandInput, CommandResult } from '../command-line/command.ts';
import { CommandError } from '../command-line/command-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { readLog } from '../audit/log-reader.ts';
import { soughtOrg, soughtRun } from '../audit/sought.ts';
import { Pauses } from '../place/pace.ts';
import type { Place } from '../place/place.ts';
import { minute } from '../screen/minute.ts';
import { sinceMs } from '../audit/since.ts';

/** What `lab-sms audit --json` answers. */
export const Output = z.strictObject({
  about: z.string().check(z.describe('the org, or the run')),
  runs: z.array(AuditedRun),
  changes: z.array(AuditedChange),
  cost: AuditedCost,
  since: z.nullable(z.string()).check(z.describe('how far was looked back, ISO 8601; null: as far as the log goes')),
  notice: z.nullable(z.string()).check(z.describe('set where lines may still be under way')),
  html: z.nullable(z.string()).check(z.describe('the file that the report was written into')),
});

/** In an account, lines come seconds after they are written: so often it is looked again when an end is missing. */
const LOOKS = 4;
/** CloudWatch Logs shows nearly every line within this time of its writing. */
const UNDER_WAY_MS = 60_000;

/** Shows what was changed, out of the log alone. */
export async function run(
  context: CommandContext,
  { arguments: [named], options }: CommandInput,
): Promise<CommandResult> {
  const asked = typeof options.since === 'string' ? sinceMs(options.since, Date.now()) : undefined;
  const { run: runName } = options;
  if ((named === undefined) === (typeof runName !== 'string'))
    throw new CommandError('name either an org or, with --run, one run.', 'lab-sms audit --help shows an example.');
  if (typeof runName === 'string' && !/^[\w.:+-]+$/.test(runName))
    throw new CommandError(
      `--run "${runName}" is no name or ARN of an execution.`,
      'lab-sms audit <org> shows those of an org.',
    );
  const place = await context.place();
  const sought = typeof runName === 'string' ? await soughtRun(place, runName) : await soughtOrg(place, named ?? '');
  const since = asked ?? sought.began;
  const { trail, isComplete } = await readTrail(place, sought.condition, since);
  if (trail.runs.length === 0 && trail.changes.length === 0 && !sought.isKnown) throw notFound(sought.about);
  const notice = noticeOf(trail, isComplete);
  const sinceText = since === undefined ? null : new Date(since).toISOString();
  const report = { about: sought.about, ...trail, since: sinceText, notice };
  const html = typeof options.html === 'string' ? resolve(options.html) : null;
  if (html !== null) write(html, auditHtml(report, new Date()));
  const lookedBack = sinceText === null ? 'as far as the log goes' : `to ${minute(sinceText)}`;
  const text = auditText(`What was changed in ${sought.about}, looking back ${lookedBack}`, trail, notice);
  return { json: { ...report, html }, text: html === null ? text : `${text}\nReport: ${html}` };
}

async function readTrail(
  place: Place,
  condition: string,
  since: number | undefined,
): Promise<{ trail: AuditTrail; isComplete: boolean }> {
  const pattern = `{ (${condition}) && ($.kind != "genesysCall") }`;
  const pauses = new Pauses(place.pace);
  for (let look = 1; ; look++) {
    const trail = trailOf(await readLog(place, pattern, since));
    const isComplete = trail.runs.every(({ ended }) => ended !== null);
    if (isComplete || look === LOOKS) return { trail, isComplete };
    await sleep(pauses.next());
  }
}

function noticeOf({ runs, changes }: AuditTrail, isComplete: boolean): string | null {
  const open = runs.filter(({ ended }) => ended === null).length;
  if (!isComplete)
    return `Of ${open} run${open === 1 ? '' : 's'} no end has been logged: it goes on, or its lines are still under way. Look again in a minute.`;
  const newest = Math.max(
    ...runs.map(({ ended }) => Date.parse(ended ?? '')),
    ...changes.map(({ at }) => Date.parse(at)),
  );
  const isFresh = Math.abs(Date.now() - newest) < UNDER_WAY_MS;
  return isFresh ? 'The newest lines are less than a minute old: more may still be under way.' : null;
}

function notFound(about: string): CommandError {
  return new CommandError(
    `the log says nothing of ${about}.`,
    'Check its name; look further back with --since; lab-sms status lists the orgs, lab-sms audit <org> their runs.',
    { exitCode: EXIT.notFound },
  );
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(
      `the report could not be written to ${file}.`,
      'Name a file that can be written with --html.',
      {
        detail: (error as Error).message,
      },
    );
  }
}
