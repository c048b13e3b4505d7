// Loaded before a handler: what a careless line in our own code would do. Prints every recipient that goes to Genesys.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const request = http.request;
/** @type {(...args: Parameters<typeof request>) => ReturnType<typeof request>} */
const leaking = (...args) => {
  const sent = request(...args);
  const end = sent.end.bind(sent);
  Object.assign(sent, {
    end: (/** @type {Parameters<typeof end>} */ ...rest) => {
      if (sent.path.endsWith('/agentless')) process.stdout.write(`sending ${String(rest[0])}\n`);
      return end(...rest);
    },
  });
  return sent;
};
Object.assign(http, { request: leaking });
syncBuiltinESMExports();
