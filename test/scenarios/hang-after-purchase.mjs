// Loaded before a handler: lets its first purchase reach Genesys and take effect, then blocks the process, so that the
// function is killed by its timeout with the answer unread. PURCHASE_HANG_MARKER makes it happen once.
import { existsSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import process from 'node:process';
import { syncBuiltinESMExports } from 'node:module';

const marker = process.env.PURCHASE_HANG_MARKER ?? '';
const request = http.request;

/** @type {(...args: Parameters<typeof request>) => ReturnType<typeof request>} */
const hanging = (...args) => {
  const sent = request(...args);
  if (sent.method === 'POST' && sent.path.endsWith('/routing/sms/phonenumbers') && !existsSync(marker)) {
    sent.prependListener('response', () => {
      writeFileSync(marker, '');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  }
  return sent;
};
Object.assign(http, { request: hanging });
syncBuiltinESMExports();
