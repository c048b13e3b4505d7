import {
  DECOMMISSIONING_STATE_MACHINE_NAME,
  PROVISIONING_STATE_MACHINE_NAME,
  VERIFICATION_STATE_MACHINE_NAME,
} from '../../../src/workflow/names.ts';
import type { SeenRow } from './play-rows.ts';

const PARTS = [
  [PROVISIONING_STATE_MACHINE_NAME, 'Provisioning'],
  [VERIFICATION_STATE_MACHINE_NAME, 'Verification'],
  [DECOMMISSIONING_STATE_MACHINE_NAME, 'Decommissioning'],
] as const;

/** The scenario table as it stands in the documents: what was seen of each row, by state machine. */
export function tableText(rows: readonly SeenRow[]): string {
  return PARTS.map(([machine, title]) => {
    const own = rows.filter((row) => row.machine === machine).map(line);
    const head = [
      '| What happens | Error | States visited | Execution | Ledger | Left in the org |',
      '|---|---|---|---|---|---|',
    ];
    return [`**${title}**`, '', '<!-- prettier-ignore -->', ...head, ...own].join('\n');
  }).join('\n\n');
}

function line({ what, error, states, execution, ledger, left }: SeenRow): string {
  const name = error === undefined ? '-' : `\`${error}\``;
  return `| ${what} | ${name} | ${states} | ${execution} | ${ledger} | ${left} |`;
}

/** What differs between two runs of the same thing: ids, numbers, moments. */
const OF_ONE_RUN = /[0-9a-f]{8}-[0-9a-f-]{27}|\+\d{7,15}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Every message that people were told in these rows, once each, sorted: `error name: message`. */
export function messageList(rows: readonly SeenRow[]): string[] {
  const byText = new Map<string, string>();
  for (const message of rows.flatMap(({ messages }) => messages)) {
    const key = message.replaceAll(OF_ONE_RUN, '…');
    if (!byText.has(key)) byText.set(key, message);
  }
  return [...byText.values()].sort();
}
