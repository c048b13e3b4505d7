import type { AwsClients } from './aws-clients.ts';
import type { Pace } from './pace.ts';
import type { StackParts } from './stack-parts.ts';

/** What only the stack on this machine has, and no AWS account. */
export interface Laptop {
  /** Where the local AWS answers. */
  awsUrl: string;
  /** The Genesys API that it talks to, which may be the simulated one. */
  genesysUrl: string;
  /** Resolves when nothing runs any more; only a world that ends with the command is waited for. */
  idle?(): Promise<void>;
}

/**
 * A place where the stack is: this machine (`startLocalStack`) or an AWS account (`deployedStack`). Commands talk to it
 * through the official SDK alone, and ask for `laptop` only to show what no account could tell.
 */
export interface Place {
  clients: AwsClients;
  parts: StackParts;
  /** How soon to ask again how things stand. */
  pace: Pace;
  laptop: Laptop | undefined;
  close(): Promise<void>;
}

/** A place on this machine. */
export interface LaptopPlace extends Place {
  laptop: Laptop;
}
