import { html, type Html } from '../../local/genesys/page/html.ts';
import { REPORT_STYLE } from './audit-style.ts';
import { costText, outcomeText, readable, startText } from './audit-text.ts';
import { timeline } from './audit-timeline.ts';
import type { AuditTrail, AuditedChange, AuditedRun } from './audit-trail.ts';

/** What a report is about. */
export interface AuditReport extends AuditTrail {
  about: string;
  notice: string | null;
}

/** The report as one HTML document that needs nothing from anywhere; every text in it is escaped, and nothing in it can run. */
export function auditHtml(report: AuditReport, now: Date): string {
  const { about, runs, changes, notice } = report;
  const others = changes.filter(({ executionArn }) => !runs.some((run) => run.executionArn === executionArn));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>lab-sms audit: ${about}</title>
        <style>
          ${{ html: REPORT_STYLE }}
        </style>
      </head>
      <body>
        <h1>What was changed in ${about}</h1>
        <p class="soft">lab-sms audit, from the log of the stages, read at ${now.toISOString()}. All times are UTC.</p>
        ${notice === null ? html`` : html`<p class="notice">${notice}</p>`}
        <p>
          ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, ${changes.length}
          ${changes.length === 1 ? 'change' : 'changes'}. ${costText(report)}
        </p>
        ${runs.map((run) =>
          runSection(
            run,
            changes.filter(({ executionArn }) => executionArn === run.executionArn),
          ),
        )}
        ${
          others.length === 0
            ? html``
            : html`<h2>Outside of any run</h2>
                ${changeTable(others)}`
        }
      </body>
    </html> `;
  return page.html;
}

function runSection(run: AuditedRun, changes: readonly AuditedChange[]): Html {
  const { executionArn, machine, began, ended, message, genesysCalls, redrives, outcome } = run;
  const mood = outcome === null ? 'retried' : run.errorName === null ? 'done' : 'failed';
  return html`<section>
    <h2>${machine}: <span class="${mood}">${outcomeText(run)}</span></h2>
    <dl class="facts">
      <dt>run</dt>
      <dd class="id">${executionArn}</dd>
      <dt>started</dt>
      <dd>${began} by ${startText(run)}</dd>
      <dt>ended</dt>
      <dd>
        ${ended ?? 'no line of its end has come'}${redrives === 0 ? '' : `, redriven ${redrives === 1 ? 'once' : `${redrives} times`}`}
      </dd>
      ${
        message === null || run.errorName === null
          ? html``
          : html`<dt>said</dt>
              <dd>${message}</dd>`
      }
      <dt>calls to Genesys</dt>
      <dd>${genesysCalls ?? 'not told yet'}</dd>
    </dl>
    ${run.stages.length === 0 ? html`` : timeline(run)}
    ${changes.length === 0 ? html`<p class="soft">Nothing was changed.</p>` : changeTable(changes)}
  </section> `;
}

function changeTable(changes: readonly AuditedChange[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>When</th>
        <th>Change</th>
        <th>What</th>
        <th>Before</th>
        <th>After</th>
        <th>Cost</th>
        <th>Correlation id</th>
      </tr>
    </thead>
    <tbody>
      ${changes.map(
        (each) =>
          html`<tr>
            <td class="when">${each.at.slice(0, 10)}<br />${each.at.slice(11, 19)}</td>
            <td>
              ${each.change}: <span class="${PHASE_MOOD[each.phase]}">${each.phase}</span><br /><span class="soft"
                >${each.stage}</span
              >
            </td>
            <td>${each.resourceType}<br /><span class="id">${each.resourceId}</span></td>
            <td>${readable(each.before ?? '')}</td>
            <td>${readable(each.after ?? '')}</td>
            <td>${each.costEffect === 'none' ? '' : each.costEffect}</td>
            <td class="id">${each.correlationId ?? ''}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

const PHASE_MOOD: Record<AuditedChange['phase'], string> = {
  intended: 'retried',
  done: 'done',
  'found done': 'done',
  refused: 'failed',
  'in doubt': 'retried',
};
