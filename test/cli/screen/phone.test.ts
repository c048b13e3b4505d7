import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { findText, phone, type ShownText } from '../../../cli/screen/phone.ts';

const TEXT: ShownText = { from: '+447700900123', body: 'Lab ready.', status: 'delivered', messageId: 'message-1' };

describe('the drawn phone', () => {
  /** The lines of the body, without the frame. */
  const bodyOf = (body: string): string[] =>
    phone({ ...TEXT, body })
      .split('\n')
      .slice(3, -3)
      .map((line) => line.slice('  │ '.length, -' │'.length).trimEnd());

  it('shows sender, text and state in a frame of one width', () => {
    const lines = phone({ ...TEXT, body: 'word '.repeat(40).trim() }).split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toContain('+447700900123');
    expect(lines.at(-2)).toContain('delivered');
  });

  it('breaks lines between words and loses none', () => {
    const body = 'Hello from the G Ride lab: reply to this text and an agent of the queue will answer you shortly.';
    expect(bodyOf(body).join(' ')).toBe(body);
    expect(Math.max(...bodyOf(body).map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(bodyOf(body)).toHaveLength(3);
  });

  it('breaks a word that is longer than the line', () => {
    expect(bodyOf(`see ${'x'.repeat(95)} now`)).toEqual(['see', 'x'.repeat(40), 'x'.repeat(40), 'x'.repeat(15), 'now']);
  });

  it('keeps a line that fits exactly', () => {
    expect(bodyOf(`${'a'.repeat(20)} ${'b'.repeat(19)} c`)).toEqual([`${'a'.repeat(20)} ${'b'.repeat(19)}`, 'c']);
  });

  it('is drawn for an empty text too', () => {
    expect(bodyOf('')).toEqual(['']);
  });
});

describe('looking for the text', () => {
  let server: Server;
  let url = '';
  let answer: { status: number; body: string };
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each([
    { what: 'a list', body: JSON.stringify([{ ...TEXT, messageId: 'another' }, TEXT]) },
    { what: 'an object with a list', body: JSON.stringify({ texts: [TEXT] }) },
  ])('finds it by its message in $what', async ({ body }) => {
    answer = { status: 200, body };
    expect(await findText(url, 'message-1')).toEqual(TEXT);
    expect(asked.at(-1)).toBe('GET /control/texts');
  });

  it.each([
    { what: 'does not know the message', status: 200, body: '[]' },
    { what: 'is no simulator of ours', status: 404, body: '{"message":"not found"}' },
    { what: 'answers something else', status: 200, body: '<html>' },
    { what: 'answers without texts', status: 200, body: '{}' },
  ])('finds nothing where Genesys $what', async ({ status, body }) => {
    answer = { status, body };
    expect(await findText(url, 'message-1')).toBeUndefined();
  });

  it('finds nothing where nobody listens', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    expect(await findText(`http://127.0.0.1:${port}`, 'message-1')).toBeUndefined();
  });
});
