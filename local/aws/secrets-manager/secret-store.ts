import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { readIfThere, writeWhole } from '../files.ts';
import { arn } from '../identity.ts';
import type { JsonObject } from '../json.ts';

const ARN_SUFFIX_LENGTH = '-123456'.length;

/** One version of a secret's value. */
export interface SecretVersion {
  versionId: string;
  secretString: string;
  stages: string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** A tag that a secret was made with. */
export interface SecretTag extends JsonObject {
  Key: string;
  Value: string;
}

/** What a new secret is besides its name and value. */
export interface NewSecret {
  versionId?: string | undefined;
  description?: string | undefined;
  tags?: SecretTag[];
}

/** A secret with its versions, newest last. */
export interface Secret {
  name: string;
  arn: string;
  description?: string;
  tags?: SecretTag[];
  /** The JSON text as it was put. */
  resourcePolicy?: string;
  createdAt: number;
  changedAt: number;
  deletedAt?: number;
  /** When its recovery window ends and nothing is left of it. */
  deletionDate?: number;
  versions: SecretVersion[];
}

/** What a new version is besides its value. */
export interface NewVersion {
  versionId?: string | undefined;
  stages?: readonly string[];
}

/** Secrets in one file that only its owner may read; the only place of the local world that holds a secret's value. */
export class SecretStore {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #secrets: Map<string, Secret>;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    const kept = JSON.parse(readIfThere(path) ?? '[]') as Secret[];
    this.#secrets = new Map(kept.map((secret) => [secret.name, secret]));
  }

  /** The store's time, in milliseconds since the epoch. */
  now(): number {
    return this.#clock.now();
  }

  /** Every secret, in the order in which they were made; those whose recovery window has ended are forgotten first. */
  all(): Secret[] {
    const now = this.#clock.now();
    for (const { name, deletionDate = Infinity } of this.#secrets.values()) {
      if (deletionDate > now) continue;
      this.#secrets.delete(name);
      this.#save();
    }
    return [...this.#secrets.values()];
  }

  /** The secret of that name or ARN, with or without the ARN's hyphen and six characters; or undefined. */
  find(nameOrArn: string): Secret | undefined {
    const secrets = this.all();
    return (
      secrets.find(({ name, arn: whole }) => name === nameOrArn || whole === nameOrArn) ??
      secrets.find(({ arn: whole }) => whole.slice(0, -ARN_SUFFIX_LENGTH) === nameOrArn)
    );
  }

  /** Makes a secret. Its ARN ends in six random characters, as on AWS. */
  create(name: string, secretString: string | undefined, { versionId, description, tags = [] }: NewSecret): Secret {
    const now = this.#clock.now();
    const suffix = randomBytes(3).toString('hex');
    const secret: Secret = {
      name,
      arn: arn('secretsmanager', `secret:${name}-${suffix}`),
      ...(description !== undefined && { description }),
      ...(tags.length > 0 && { tags }),
      createdAt: now,
      changedAt: now,
      versions: [],
    };
    this.#secrets.set(name, secret);
    if (secretString !== undefined) this.put(secret, secretString, { versionId });
    this.#save();
    return secret;
  }

  /** Adds a value; each of its staging labels leaves the version that had it, and what was current becomes previous. */
  put(
    secret: Secret,
    secretString: string,
    { versionId = randomUUID(), stages = ['AWSCURRENT'] }: NewVersion,
  ): SecretVersion {
    const now = this.#clock.now();
    const version = { versionId, secretString, stages: [...stages], createdAt: now };
    const replaced = stages.includes('AWSCURRENT') ? secret.versions.find(isCurrent) : undefined;
    const moving = replaced ? [...stages, 'AWSPREVIOUS'] : stages;
    for (const kept of secret.versions) kept.stages = kept.stages.filter((stage) => !moving.includes(stage));
    replaced?.stages.push('AWSPREVIOUS');
    secret.versions = [...secret.versions.filter((kept) => kept.stages.length > 0), version];
    secret.changedAt = now;
    this.#save();
    return version;
  }

  /** Changes what people read about a secret. */
  describe(secret: Secret, description: string): void {
    secret.description = description;
    secret.changedAt = this.#clock.now();
    this.#save();
  }

  /** Gives a secret a resource policy instead of the one that it has. */
  putPolicy(secret: Secret, resourcePolicy: string): void {
    secret.resourcePolicy = resourcePolicy;
    secret.changedAt = this.#clock.now();
    this.#save();
  }

  /** Takes a secret's resource policy away. */
  deletePolicy(secret: Secret): void {
    delete secret.resourcePolicy;
    secret.changedAt = this.#clock.now();
    this.#save();
  }

  /** Marks a secret as deleted for that many days, or forgets it at once; answers when it is gone. */
  delete(secret: Secret, recoveryDays: number | 'at once'): number {
    const now = this.#clock.now();
    secret.deletedAt = now;
    secret.deletionDate = recoveryDays === 'at once' ? now : now + recoveryDays * 86_400_000;
    if (recoveryDays === 'at once') this.#secrets.delete(secret.name);
    this.#save();
    return secret.deletionDate;
  }

  /** Takes the mark of deletion away. */
  restore(secret: Secret): void {
    delete secret.deletedAt;
    delete secret.deletionDate;
    this.#save();
  }

  #save(): void {
    writeWhole(this.#path, JSON.stringify([...this.#secrets.values()], null, 2), 0o600);
  }
}

function isCurrent(version: SecretVersion): boolean {
  return version.stages.includes('AWSCURRENT');
}
