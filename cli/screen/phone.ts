/** A text message as the simulated Genesys Cloud tells of it. */
export interface ShownText {
  from: string;
  body: string;
  status: string;
  messageId: string;
}

const WIDTH = 40;

/** Genesys's message statuses in a phone's words. */
const SHOWN_STATUS: Partial<Record<string, string>> = {
  'delivery-success': 'Delivered',
  'delivery-failed': 'Not delivered',
  sent: 'Sent',
  queued: 'Sending',
};

/** Asks a Genesys Cloud on this machine for a text; undefined where it is not our simulator, or doesn't know the text. */
export async function findText(genesysUrl: string, messageId: string): Promise<ShownText | undefined> {
  try {
    const answer = await fetch(new URL('/control/texts', genesysUrl), { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) return undefined;
    const body = (await answer.json()) as ShownText[] | { texts?: ShownText[] };
    const texts = Array.isArray(body) ? body : (body.texts ?? []);
    return texts.find((text) => text.messageId === messageId);
  } catch {
    return undefined;
  }
}

/** Draws a text message as a phone would show it. */
export function phone(text: ShownText): string {
  const row = (content: string): string => `  │ ${content.padEnd(WIDTH)} │`;
  const bar = '─'.repeat(WIDTH + 2);
  return [
    `  ╭${bar}╮`,
    row(text.from),
    `  ├${bar}┤`,
    ...wrap(text.body).map(row),
    row(''),
    row(SHOWN_STATUS[text.status] ?? text.status),
    `  ╰${bar}╯`,
  ].join('\n');
}

function wrap(body: string): string[] {
  const lines: string[] = [''];
  for (const word of body.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.flatMap((line) => line.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? ['']);
}
