/** How the simulated Genesys Cloud behaves in time; every duration is the simulator's own time. */
export interface SimulatorSettings {
  /** From the acceptance of a purchase or a release until it is done, in milliseconds. */
  purchaseMs: number;
  /** From the upload of a flow until its job has ended, in milliseconds. */
  flowJobMs: number;
  /** From a number's activation until its message recipient can be seen, in milliseconds. */
  recipientDelayMs: number;
  /** From the acceptance of a text until the carrier's last word, in milliseconds. */
  deliveryMs: number;
  /** API calls that one token may make in a minute. */
  requestsPerMinute: number;
  /** Tokens that one OAuth client may fetch in a minute. */
  tokenRequestsPerMinute: number;
  /** How long a token is good for, in seconds. */
  tokenSeconds: number;
  /** Number searches with the same seed answer the same numbers in the same order. */
  randomSeed: number;
  /** Of the numbers that a search answers, how many in a hundred somebody else buys at once. */
  takenPercent: number;
  /** Real milliseconds that an operation takes, by its name; `*` for those that have no entry. */
  latencyMs: Record<string, number>;
}

/** Long enough to see the waiting, short enough for a demonstration. */
export const DEFAULT_SETTINGS: SimulatorSettings = {
  purchaseMs: 2_000,
  flowJobMs: 1_000,
  recipientDelayMs: 1_000,
  deliveryMs: 1_500,
  requestsPerMinute: 300,
  tokenRequestsPerMinute: 300,
  tokenSeconds: 86_400,
  randomSeed: 1,
  takenPercent: 0,
  latencyMs: {},
};
