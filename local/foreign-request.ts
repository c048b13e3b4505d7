import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether a request has another address than this machine's in its Host: a web page whose name was rebound to it does. */
function hasForeignHost({ host }: IncomingHttpHeaders): boolean {
  return host !== undefined && !isLoopback(`http://${host}`);
}

/** Whether a request was made by a page of a web site; the AWS SDKs and Genesys clients send no Origin. */
function hasForeignOrigin({ origin }: IncomingHttpHeaders): boolean {
  return origin !== undefined && !isLoopback(origin);
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_NAMES.includes(new URL(url).hostname);
}

/**
 * Whether a web page that somebody has open is talking to a server on loopback: any page may send requests there, and one
 * with its own name server may read the answers too. No program of this machine looks like that.
 */
export function isForeignRequest({ headers }: IncomingMessage): boolean {
  return hasForeignHost(headers) || hasForeignOrigin(headers);
}
