import type { Exchange, ReceivedRequest } from '../http/exchange.ts';
import type { Answer } from '../http/route.ts';
import type { World } from '../world.ts';
import { takeUpload, UploadRefused, uploadingOrg } from './flow-upload.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A storage's refusal, as XML in a body that is sent as it is. */
const refuse = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  text: `<Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error>`,
});

/** The upload of a flow to its presigned address. */
export function uploadExchange(world: World, request: ReceivedRequest): Exchange {
  const { path, search, headers, rawBody } = request;
  const org = uploadingOrg(world, path);
  return {
    operation: 'uploadFlow',
    ...(org ? { genesysOrgId: org.id } : {}),
    perform: (injected) => {
      try {
        if (request.method !== 'PUT') throw new UploadRefused(403, 'AccessDenied', 'Only a PUT was signed.');
        return takeUpload(world, path, new URLSearchParams(search), headers, rawBody.toString('utf8'), injected);
      } catch (error) {
        if (!(error instanceof UploadRefused)) throw error;
        return refuse(error.status, error.code, error.message);
      }
    },
    fail: ({ status, code, message }) => refuse(status, code, message),
  };
}
