import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock, type Clock } from '../clock.ts';
import { Endpoint } from './endpoint/endpoint.ts';
import type { FunctionHost, FunctionHostOptions } from './lambda/function-host.ts';
import { readAssembly } from './template/read-assembly.ts';
import { openServices } from './world-services.ts';
import { WorldLock } from './world-lock.ts';

/** Where the stack comes from, where state is kept, and what differs from the defaults. */
export interface LocalWorldOptions {
  /** A synthesised cloud assembly (`cdk.out`). */
  assemblyDir: string;
  /** Everything that the world keeps; a world started on it again goes on from there. */
  stateDir: string;
  /** The endpoint's port; any free one when left out. */
  port?: number;
  clock?: Clock;
  /** Added to every handler's environment. */
  handlerEnvironment?: Record<string, string>;
  /** Runs the functions instead of child processes. */
  functionHost?: (options: FunctionHostOptions) => FunctionHost;
}

/** A running local world: a synthesised stack on loopback, in place of an AWS account. */
export interface LocalWorld {
  /** Where all its AWS services answer. */
  readonly endpointUrl: string;
  /** The stack that it runs, as its CloudFormation knows it. */
  readonly stackName: string;
  /** Resolves when no execution runs, no event is under way and no sandbox is busy. */
  idle(): Promise<void>;
  /** Ends it. What runs is let go as if the process had been killed: the next start ends it as ABORTED. */
  close(): Promise<void>;
}

/** Starts the stack of a cloud assembly on loopback. Throws when the stack has parts that cannot be run faithfully. */
export async function startLocalWorld(options: LocalWorldOptions): Promise<LocalWorld> {
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const stack = readAssembly(resolve(options.assemblyDir));
  const endpoint = await Endpoint.listen(options.port ?? 0);
  const { url: endpointUrl, identity } = endpoint;
  try {
    const lock = await WorldLock.take(stateDir, { pid: process.pid, endpointUrl, identity });
    try {
      const { services, recover, idle, close } = await openServices({
        stack,
        stateDir,
        endpointUrl,
        clock: options.clock ?? systemClock,
        handlerEnvironment: options.handlerEnvironment ?? {},
        functionHost: options.functionHost,
      });
      endpoint.serve(services);
      recover();
      return {
        endpointUrl,
        stackName: stack.name,
        idle,
        close: async () => {
          await close();
          await endpoint.close();
          lock.release();
        },
      };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}
