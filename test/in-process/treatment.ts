import type { StageName } from '../../src/workflow/stages.ts';

/** A service that the handlers call. */
export type Service = 'genesys' | 'dynamodb' | 'events' | 'secretsmanager' | 'states';

/** A request as a container sends it. `callId` is the same for all tries of one call, where the client tells. */
export interface ContainerRequest {
  stage: StageName;
  service: Service;
  operation: string;
  callId?: string | undefined;
}

/** How the line between a handler and a service treats one request. */
export type Treatment =
  | { kind: 'pass' }
  /** The container ends; the request is held back, for good or until the next run. */
  | { kind: 'end container'; how: 'killed' | 'timed out'; isEffectDone: boolean; landsLate: boolean }
  /** The request has its effect and its answer is lost. */
  | { kind: 'lose answer' }
  /** Answered by somebody on the way, with the effect or without. */
  | { kind: 'answer'; isEffectDone: boolean; status: number; headers: Record<string, string>; body: string };

/** A request that is led astray on its way, and what is to become of it. */
export interface AwaitedRequest {
  upstreamPort: number;
  treatment: Exclude<Treatment, { kind: 'pass' }>;
  /** Called once the request has had its effect, or has been held back. */
  onReached: () => void;
}

/** Hears of each request that a container sends, and says what becomes of it. */
export interface ContainerTap {
  take(request: ContainerRequest): Treatment;
}

/** Where requests are led that don't just pass. */
export interface ContainerLine {
  readonly port: number;
  /** The header that leads a request sent to `port` to that treatment. */
  expect(awaited: AwaitedRequest): Record<string, string>;
  readonly hasLate: boolean;
  /** Lets the requests that were held back arrive at last. */
  landLate(): Promise<void>;
  /** The requests that were held back arrive no more. */
  forgetLate(): void;
}

/** What stands between containers and services. */
export interface Interference {
  tap: ContainerTap;
  line: ContainerLine;
  /** Ends an execution as ABORTED: what a kill of its container also does. */
  stopExecution: (executionArn: string) => Promise<void>;
}
