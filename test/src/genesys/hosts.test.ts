import { genesysHosts, GenesysHostRefusedError } from '../../../src/genesys/hosts.ts';
import { GENESYS_REGIONS } from '../../../src/workflow/genesys-regions.ts';
import type { GenesysRegion } from '../../../src/workflow/genesys-regions.ts';

describe('the hosts of an org', () => {
  test.each(Object.entries(GENESYS_REGIONS))('of %s are api. and login. of %s over https', (region, domain) => {
    const hosts = genesysHosts(region as GenesysRegion);
    expect(hosts.apiUrl.href).toBe(`https://api.${domain}/`);
    expect(hosts.loginUrl.href).toBe(`https://login.${domain}/`);
    expect(hosts.isOverridden).toBe(false);
  });

  test.each(['mypurecloud.com', 'us-east-9', '', 'toString', '__proto__'])(
    'are refused for the region %p',
    (region) => {
      expect(() => genesysHosts(region as GenesysRegion)).toThrow(GenesysHostRefusedError);
      expect(() => genesysHosts(region as GenesysRegion)).toThrow(/not a Genesys Cloud region.*eu-central-1/);
    },
  );

  test.each(['http://127.0.0.1:8080', 'http://localhost:1/', 'https://localhost:8443', 'http://[::1]:9000'])(
    'are both the override %s',
    (endpointUrl) => {
      const hosts = genesysHosts('us-east-1', endpointUrl);
      expect(hosts.apiUrl.origin).toBe(new URL(endpointUrl).origin);
      expect(hosts.loginUrl.origin).toBe(new URL(endpointUrl).origin);
      expect(hosts.isOverridden).toBe(true);
    },
  );

  test.each([
    'http://example.com',
    'https://login.mypurecloud.com',
    'http://127.0.0.1.example.com:80',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
    'http://user:pass@127.0.0.1:1',
    'http://127.0.0.1:1/path',
    'http://0.0.0.0:1',
    'http://169.254.169.254',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'not a url',
    '',
  ])('are refused for the override %p', (endpointUrl) => {
    expect(() => genesysHosts('us-east-1', endpointUrl)).toThrow(GenesysHostRefusedError);
  });
});
