// Preloaded by a test: tells on stderr which files a program of the project has loaded, one URL a line.
import { registerHooks } from 'node:module';
import process from 'node:process';

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) process.stderr.write(`${url}\n`);
    return nextLoad(url, context);
  },
});
