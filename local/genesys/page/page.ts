import type { SimulatorControl } from '../control/control.ts';
import type { SentText } from '../control/org-view.ts';
import type { RequestLogEntry } from '../http/request-log.ts';
import type { Answer } from '../http/route.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { orgCard } from './org-card.ts';
import { REFRESH, STYLE } from './style.ts';

const MOST_ORGS = 200;
/** More than these are folded, so that all of them can be seen at once. */
const MOST_OPEN_ORGS = 3;
const MOST_REQUESTS = 40;
const MOST_TEXTS = 30;
const MOST_PHONES = 3;

const timeOf = (at: string): string => at.slice(11, 19);

const TEXT_TONES: Readonly<Record<SentText['status'], string>> = {
  queued: 'wait',
  sent: 'wait',
  'delivery-success': 'good',
  'delivery-failed': 'bad',
};

const TEXT_WORDS: Readonly<Record<SentText['status'], string>> = {
  queued: 'queued',
  sent: 'sent, no receipt yet',
  'delivery-success': 'delivered',
  'delivery-failed': 'not delivered',
};

/** The phones that were texted last, each with its newest text at the end. */
function phones(texts: readonly SentText[]): Html {
  const shown = texts.slice(-MOST_TEXTS);
  const owners = [...new Set(shown.map(({ to }) => to).reverse())];
  const more = owners.length - MOST_PHONES;
  if (owners.length === 0) return html`<div class="phone"><h3>No text has been sent yet</h3></div>`;
  const phone = (owner: string): Html =>
    html`<div class="phone">
      <h3>Phone of <span class="number">${owner}</span></h3>
      ${shown
        .filter(({ to }) => to === owner)
        .map(
          (text) =>
            html`<div class="bubble">${text.body}</div>
              <small
                >from <span class="number">${text.from}</span> · ${timeOf(text.at)} ·
                <span class="${TEXT_TONES[text.status]}">${TEXT_WORDS[text.status]}</span>
                ${text.reason === undefined ? undefined : html`<br />${text.reason}`}</small
              >`,
        )}
    </div>`;
  return html`${owners.slice(0, MOST_PHONES).map(phone)}
  ${more > 0 ? html`<p class="soft">texted before that: ${more} more, see the <a href="/control/texts">texts</a></p>` : undefined}`;
}

function requestRow({ at, method, path, operation, status, genesysOrgId, durationMs }: RequestLogEntry): Html {
  const isGood = typeof status === 'number' && status < 400;
  const short = path.replace(/^\/api\/v2\//, '…/');
  const name = short.length > 90 ? `${short.slice(0, 89)}…` : short;
  return html`<tr title="${operation} of org ${genesysOrgId ?? 'unknown'}, ${durationMs} ms">
    <td class="soft">${timeOf(at)}</td>
    <td class="${isGood ? 'good' : 'bad'}">${status}</td>
    <td class="path">${method} ${name}</td>
  </tr>`;
}

/** The page at the simulator's root: what the orgs own, the last requests, and the texts as phones show them. */
export function rootPage(control: SimulatorControl): Answer {
  const { now, orgs, faults } = control.state();
  const requests = control.lastRequests(MOST_REQUESTS).reverse();
  const more = orgs.length - MOST_ORGS;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Simulated Genesys Cloud</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <header>
          <h1>Simulated Genesys Cloud</h1>
          <span class="soft" id="live">refreshed every 2 seconds</span>
        </header>
        <main>
          <p class="soft">
            ${orgs.length} ${orgs.length === 1 ? 'org' : 'orgs'}, ${faults.length}
            ${faults.length === 1 ? 'fault' : 'faults'} in wait · simulated time ${now.slice(0, 19).replace('T', ' ')}
            UTC · all of it as JSON: <a href="/control/state">state</a>, <a href="/control/requests">requests</a>,
            <a href="/control/texts">texts</a>
          </p>
          <div class="columns">
            <div>
              ${orgs.slice(0, MOST_ORGS).map((org) => orgCard(org, orgs.length <= MOST_OPEN_ORGS))}
              ${more > 0 ? html`<p class="soft">and ${more} more orgs: see the state</p>` : undefined}
            </div>
            <div>
              ${phones(control.texts())}
              <section class="card">
                <h2>Last requests</h2>
                ${
                  requests.length === 0
                    ? html`<p class="soft">none yet</p>`
                    : html`<div class="scroll">
                        <table>
                          ${requests.map(requestRow)}
                        </table>
                      </div>`
                }
              </section>
            </div>
          </div>
        </main>
        <script>
          ${{ html: REFRESH }};
        </script>
      </body>
    </html>`;
  return {
    status: 200,
    text: page.html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
    },
  };
}
