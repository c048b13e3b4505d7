import { CommandError } from '../../../cli/command-line/command-error.ts';
import { genesysAddress } from '../../../cli/start/genesys-address.ts';

it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080', 'https://localhost:8443'])(
  'takes the Genesys API at %s, which is this machine',
  (url) => {
    expect(genesysAddress(url)).toBe(url);
    expect(genesysAddress(`${url}/`)).toBe(url);
  },
);

it.each([
  'https://api.mypurecloud.com',
  'http://192.168.1.7:8080',
  'http://127.0.0.1.example.com',
  'http://localhost@example.com',
  'http://localhost.example.com',
  'http://127.0.0.1:8080/api',
  'ftp://127.0.0.1',
  'file:///etc/hosts',
  '127.0.0.1:8080',
  '',
])('refuses to send credentials to "%s"', (url) => {
  const refuse = (): string => genesysAddress(url);
  expect(refuse).toThrow(CommandError);
  expect(refuse).toThrow(`--genesys-url (${url}) must be an http address on this machine`);
});

it('shows no password that stands in an address', () => {
  const refuse = (): string => genesysAddress('http://me:never-shown@127.0.0.1:8080');
  expect(refuse).toThrow('me:...@127.0.0.1');
});
