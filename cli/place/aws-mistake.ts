const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|EHOSTUNREACH/;

/** Errors by which AWS or its SDK say that the person's surroundings are not in order, and what to do. */
const MISTAKES: readonly { is: RegExp; means: string }[] = [
  {
    is: /Expired|TokenRefreshRequired|session.*(expired|invalid)|refresh.*token/i,
    means:
      'your AWS credentials have expired. Sign in again (aws sso login, or fetch new keys), then run the command again.',
  },
  {
    is: /^(CredentialsProviderError|TokenProviderError)|Could not load credentials/,
    means:
      'no AWS credentials were found. Sign in (aws sso login), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  },
  {
    is: /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature)/,
    means:
      'AWS does not accept your credentials: they are wrong or no longer in use. Check AWS_PROFILE or the access key.',
  },
  {
    is: /Region is missing$/,
    means: 'no AWS region is set. Set AWS_REGION (such as eu-central-1), or a region in your AWS profile.',
  },
  {
    is: /^AccessDenied|^UnauthorizedOperation|^NotAuthorized/,
    means: 'your AWS credentials may not do this. Use others, or ask whoever manages the account for the right.',
  },
  {
    is: UNREACHABLE,
    means: "AWS can't be reached. Check the network, AWS_REGION, and AWS_ENDPOINT_URL where it is set.",
  },
];

/** What comes from AWS or was thrown by its SDK before anything was sent. */
function isOfAws(error: Error): boolean {
  return '$metadata' in error || error.name.endsWith('ProviderError') || error.message === 'Region is missing';
}

/** What a person can do about an error of AWS or its SDK, with what was said; undefined when it is not of that kind. */
export function awsMistake(error: unknown): string | undefined {
  if (!(error instanceof Error) || !isOfAws(error)) return undefined;
  const { code = '' } = error as NodeJS.ErrnoException;
  const said = `${error.name}: ${code} ${error.message}`;
  // The message alone may begin in any way, so names are looked for at the beginning only.
  const mistake = MISTAKES.find(({ is }) => is.test(said));
  return mistake && `${mistake.means}\n  (${error.name}: ${error.message === '' ? code : error.message})`;
}

/** Whether AWS refused a call because the caller has no right to it. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AccessDenied');
}

/** Whether a call found nobody to answer it. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof Error &&
    isOfAws(error) &&
    UNREACHABLE.test(`${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`)
  );
}
