import type { OrgView } from '../control/org-view.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const TONES: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'good', PENDING: 'wait', PENDING_CANCELLATION: 'wait', INITIATED: 'wait', PORTING: 'wait' },
  ...{ INVALID: 'bad', registered: 'good', pending: 'wait', rejected: 'bad' },
};

const toned = (word: string): Html =>
  html`<span class="${TONES[word] ?? 'soft'}">${word.toLowerCase().replace('_', ' ')}</span>`;

function table(title: string, heads: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0)
    return html`<h3>${title}</h3>
      <span class="soft">none</span>`;
  return html`<h3>${title}</h3>
    <div class="scroll">
      <table>
        <tr>
          ${heads.map((head) => html`<th>${head}</th>`)}
        </tr>
        ${rows}
      </table>
    </div>`;
}

function numbers({ phoneNumbers, recipients, queues }: OrgView): Html {
  const rows = phoneNumbers.map((number) => {
    const { flow } = recipients.find(({ id }) => id === number.phoneNumber) ?? {};
    const users = queues.filter((queue) => queue.outboundMessagingAddresses?.smsAddress?.id === number.phoneNumber);
    return html`<tr>
      <td class="number">${number.phoneNumber}</td>
      <td>${number.countryCode} ${number.phoneNumberType}</td>
      <td>${toned(number.phoneNumberStatus ?? '')}</td>
      <td>${flow?.name ?? html`<span class="soft">no flow</span>`}</td>
      <td>${users.map(({ name }) => name).join(', ')}</td>
    </tr>`;
  });
  return table(
    'SMS numbers and message routes',
    ['number', 'kind', 'state', 'messages go to', 'queues sending from it'],
    rows,
  );
}

function queues(org: OrgView): Html {
  const rows = org.queues.map((queue) => {
    const address = queue.outboundMessagingAddresses?.smsAddress?.id;
    return html`<tr>
      <td>${queue.name}</td>
      <td class="number">${address ?? html`<span class="soft">none</span>`}</td>
      <td>${queue.division?.name}</td>
    </tr>`;
  });
  return table('Queues', ['queue', 'outbound number', 'division'], rows);
}

function flows(org: OrgView): Html {
  const rows = org.flows.map((flow) => {
    const published = flow.publishedVersion?.id;
    const holder = flow.lockedUser?.name ?? flow.lockedClient?.id;
    const state =
      flow.deleted === true
        ? html`<span class="bad">deleted</span>`
        : (published ?? html`<span class="wait">never</span>`);
    return html`<tr>
      <td>${flow.name}</td>
      <td class="soft">${flow.type?.toLowerCase()}</td>
      <td>${state}</td>
      <td>${flow.savedVersion?.id}</td>
      <td>${holder === undefined ? '' : html`<span class="wait">open: ${holder}</span>`}</td>
    </tr>`;
  });
  return table('Flows', ['flow', 'type', 'published', 'saved', 'lock'], rows);
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/** What an org owns in one line: its numbers with their states, or how many, and where their messages go. */
function gist({ phoneNumbers, recipients, queues: all, flows: made }: OrgView): Html {
  const few = phoneNumbers.slice(0, 2).map((number) => {
    const flow = recipients.find(({ id }) => id === number.phoneNumber)?.flow?.name;
    return html`<span class="number">${number.phoneNumber}</span> ${toned(number.phoneNumberStatus ?? '')}
      ${flow === undefined ? '' : `→ ${flow}`} · `;
  });
  const alive = made.filter(({ deleted }) => deleted !== true).length;
  return html`<span class="gist">
    ${phoneNumbers.length > few.length ? `${count(phoneNumbers.length, 'number')} · ` : few}
    ${count(all.length, 'queue')} · ${count(alive, 'flow')}
  </span>`;
}

/** An org with what it owns; folded to one line unless it is open. */
export function orgCard(org: OrgView, isOpen: boolean): Html {
  return html`<details class="card" id="org-${org.id}" ${{ html: isOpen ? 'open' : '' }}>
    <summary>
      <h2>${org.name}</h2>
      ${gist(org)}
    </summary>
    <code class="soft">${org.id}</code> ${numbers(org)}${queues(org)}${flows(org)}
  </details>`;
}
