import { AwsError } from '../endpoint/aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Of each pair a statement has exactly one. */
const PARTS = [
  ['Principal', 'NotPrincipal'],
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
] as const;

/**
 * Conditions that make an open statement narrow. Source:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_secret-policy.html
 */
const NARROWING_KEYS: readonly string[] = ['aws:sourcearn', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceaccount'];

/** The statements of a resource policy. @throws AwsError MalformedPolicyDocumentException with what is wrong */
export function policyStatements(text: string): JsonObject[] {
  const document = parsed(text);
  if (!isJsonObject(document)) throw malformed('it is not a JSON object');
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    throw malformed('its Version is not 2012-10-17');
  const statements = [Statement].flat();
  if (statements.length === 0) throw malformed('it has no Statement');
  return statements.map((statement, index) => {
    const where = `statement ${index + 1}`;
    if (!isJsonObject(statement)) throw malformed(`${where} is not an object`);
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
      throw malformed(`${where} has no Effect of Allow or Deny`);
    for (const names of PARTS) {
      const given = names.filter((name) => statement[name] !== undefined);
      if (given.length !== 1) throw malformed(`${where} needs exactly one of ${names.join(' and ')}`);
    }
    return statement;
  });
}

/** Whether a statement lets anybody in: it allows every principal and no condition says where from. */
export function isPublic({ Effect, Principal, NotPrincipal, Condition }: JsonObject): boolean {
  const principals = isJsonObject(Principal) ? [Principal.AWS].flat() : [Principal];
  const isEverybody = NotPrincipal !== undefined || principals.includes('*');
  const keys = Object.values(isJsonObject(Condition) ? Condition : {})
    .filter(isJsonObject)
    .flatMap((test) => Object.keys(test));
  return Effect === 'Allow' && isEverybody && !keys.some((key) => NARROWING_KEYS.includes(key.toLowerCase()));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw malformed('it is not JSON');
  }
}

function malformed(what: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', `This resource policy contains a syntax error: ${what}.`);
}
