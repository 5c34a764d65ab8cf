// A process that dies at a numbered step. A step is where something has become lasting and the process has not heard of it
// yet: after a change of the store, after a write that a vendor carried out. Dying before the next one leaves the same.
// Invariant: the dead do nothing more, not even tidy up.
import { createTransport } from '../../src/connectors/transport.ts';
import type { Transport } from '../../src/connectors/transport.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Store } from '../../src/store/store.ts';
import { reopen } from './outcome.ts';
import type { Stage } from './stage.ts';

export class Death extends Error {}

export interface Mortal {
  readonly engine: EngineContext;
  /** Names of the steps taken so far. */
  readonly steps: readonly string[];
}

const CHANGES: readonly (keyof Store)[] = ['takeLease', 'releaseLease', 'savePage', 'decideMatches', 'adopt', 'take', 'announce', 'record', 'saveRun', 'saveFact'];
const VENDOR_WRITES = /^(POST|PATCH|DELETE) .*(customers|addresses|customermarketsegments|properties|create|update)(\/[^/]+)?$/;

/** An engine of its own on the stage that dies at the step with this number; `never` lives. Let it end before the next. */
export function mortalEngine(stage: Stage, dieAt: number | 'never'): Mortal {
  const steps: string[] = [];
  let dead = false;
  const step = (name: string): void => {
    if (dead) throw new Death(name);
    steps.push(name);
    if (steps.length === dieAt) {
      dead = true;
      throw new Death(name);
    }
  };
  const store = new Proxy(stage.store, {
    get: (target, name: keyof Store) => {
      const call = target[name] as (...given: readonly unknown[]) => Promise<unknown>;
      if (typeof call !== 'function') return call;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        if (dead) throw new Death(name);
        if (!CHANGES.includes(name)) return await call(...given);
        const result = await call(...given);
        step(name);
        return result;
      };
    },
  });
  const send = createTransport();
  const transport: Transport = async (request) => {
    if (dead) throw new Death(request.url);
    const route = `${request.method} ${new URL(request.url).pathname}`;
    if (!VENDOR_WRITES.test(route)) return await send(request);
    const reply = await send(request);
    step(route);
    return reply;
  };
  return { engine: reopen(stage, { store, transport }), steps };
}
