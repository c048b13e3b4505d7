import type { GenesysConnection } from './connection.ts';
import { GenesysHostRefusedError, isLoopbackUrl } from './hosts.ts';

/** Shorter query values are no signature, and replacing them would garble whatever the storage says. */
const SHORTEST_SIGNATURE_CHARS = 16;

/**
 * PUTs `body` to a URL that Genesys handed out, with exactly the headers that came with it and no token; only HTTP 200 is
 * a success (as in the official Terraform provider). Repeated where that is safe, which it is for the same file; rejects with a GenesysError that does not hold
 * the URL, which is a credential itself, or with GenesysHostRefusedError unless the URL is https (with an endpoint override:
 * unless it stays on this machine).
 */
export async function uploadToPresignedUrl(
  connection: GenesysConnection,
  presignedUrl: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<void> {
  const url = URL.parse(presignedUrl);
  const isAllowed = url !== null && (connection.isOverridden ? isLoopbackUrl(url) : url.protocol === 'https:');
  if (!isAllowed) {
    throw new GenesysHostRefusedError(
      `Genesys org ${connection.genesysOrgId} gave an upload URL that is ${connection.isOverridden ? 'not on this machine' : 'not https'}: nothing was uploaded.`,
    );
  }
  await connection.sendWithoutToken({
    call: { server: 'upload', method: 'PUT', path: '{presignedUrl}', genesysOrgId: connection.genesysOrgId },
    row: 'UPLOAD',
    origin: new URL(url.origin),
    target: url.pathname + url.search,
    headers: { ...headers, 'content-length': String(body.length) },
    body,
    secrets: [
      url.search,
      ...[...url.searchParams.values()].filter((value) => value.length >= SHORTEST_SIGNATURE_CHARS),
    ],
    isSuccess: (status) => status === 200,
  });
}
