import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { readIfThere, writeWhole } from '../files.ts';
import { arn } from '../identity.ts';

/** One version of a secret's value. */
export interface SecretVersion {
  versionId: string;
  secretString: string;
  stages: string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** A secret with its versions, newest last. */
export interface Secret {
  name: string;
  arn: string;
  description?: string;
  createdAt: number;
  changedAt: number;
  deletedAt?: number;
  versions: SecretVersion[];
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

  /** The secret of that name or ARN, or undefined. */
  find(nameOrArn: string): Secret | undefined {
    return this.#secrets.get(nameOrArn) ?? [...this.#secrets.values()].find((secret) => secret.arn === nameOrArn);
  }

  /** Makes a secret. Its ARN ends in six random characters, as on AWS. */
  create(name: string, secretString: string | undefined, versionId?: string, description?: string): Secret {
    const now = this.#clock.now();
    const suffix = randomBytes(3).toString('hex');
    const secret: Secret = {
      name,
      arn: arn('secretsmanager', `secret:${name}-${suffix}`),
      ...(description !== undefined && { description }),
      createdAt: now,
      changedAt: now,
      versions: [],
    };
    this.#secrets.set(name, secret);
    if (secretString !== undefined) this.put(secret, secretString, versionId);
    this.#save();
    return secret;
  }

  /** Adds a value; it becomes current, and what was current becomes previous. */
  put(secret: Secret, secretString: string, versionId: string = randomUUID()): SecretVersion {
    const now = this.#clock.now();
    for (const version of secret.versions) {
      const wasCurrent = version.stages.includes('AWSCURRENT');
      version.stages = wasCurrent ? ['AWSPREVIOUS'] : [];
    }
    const version = { versionId, secretString, stages: ['AWSCURRENT'], createdAt: now };
    secret.versions = [...secret.versions.filter((kept) => kept.stages.length > 0), version];
    secret.changedAt = now;
    this.#save();
    return version;
  }

  /** Marks a secret as deleted, or forgets it at once. */
  delete(secret: Secret, atOnce: boolean): void {
    secret.deletedAt = this.#clock.now();
    if (atOnce) this.#secrets.delete(secret.name);
    this.#save();
  }

  #save(): void {
    writeWhole(this.#path, JSON.stringify([...this.#secrets.values()], null, 2), 0o600);
  }
}
