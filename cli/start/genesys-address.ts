import { CommandError } from '../command-line/command-error.ts';

/** The address of a Genesys API on this machine. @throws CommandError for any other: credentials are sent there */
export function genesysAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && isBareLoopback(url)) return url.origin;
  const shown = text.replace(/:[^/@]*@/, ':...@');
  throw new CommandError(
    `--genesys-url (${shown}) must be an http address on this machine and nothing after the port.`,
    'Such as http://127.0.0.1:8080: credentials are sent there.',
  );
}

function isBareLoopback(url: URL): boolean {
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) && url.href === `${url.origin}/`;
}
