import { GENESYS_REGIONS } from '../workflow/genesys-regions.ts';
import type { GenesysRegion } from '../workflow/genesys-regions.ts';

/** Where one org's API and token endpoint answer. */
export interface GenesysHosts {
  apiUrl: URL;
  loginUrl: URL;
  /** True when an endpoint override points both at a server on this machine. */
  isOverridden: boolean;
}

/** Thrown before anything is sent, when a host is not one that credentials or content may go to. */
export class GenesysHostRefusedError extends Error {
  override readonly name = 'GenesysHostRefusedError';
}

const LOOPBACK_HOSTNAMES: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** True for an http or https URL whose host is this machine, by its usual names only. */
export function isLoopbackUrl(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && LOOPBACK_HOSTNAMES.has(url.hostname);
}

/**
 * The hosts of a region, out of the closed list, or the override where there is one; throws GenesysHostRefusedError for
 * an unknown region and for an override that leaves this machine, so that a secret is posted nowhere else.
 */
export function genesysHosts(region: GenesysRegion, endpointUrl?: string): GenesysHosts {
  if (!Object.hasOwn(GENESYS_REGIONS, region)) {
    throw new GenesysHostRefusedError(
      `"${region}" is not a Genesys Cloud region. Known regions: ${Object.keys(GENESYS_REGIONS).join(', ')}.`,
    );
  }
  if (endpointUrl !== undefined) {
    const override = loopbackEndpoint(endpointUrl);
    return { apiUrl: override, loginUrl: override, isOverridden: true };
  }
  const domain = GENESYS_REGIONS[region];
  return {
    apiUrl: new URL(`https://api.${domain}`),
    loginUrl: new URL(`https://login.${domain}`),
    isOverridden: false,
  };
}

function loopbackEndpoint(endpointUrl: string): URL {
  const url = URL.parse(endpointUrl);
  const isBareOrigin = url !== null && url.pathname === '/' && !url.search && !url.username && !url.password;
  if (url === null || !isBareOrigin || !isLoopbackUrl(url)) {
    throw new GenesysHostRefusedError(
      'The Genesys endpoint override must be http://127.0.0.1:PORT (or localhost, [::1], or https) without a path: ' +
        'credentials are sent to a Genesys region or to this machine and nowhere else.',
    );
  }
  return url;
}
