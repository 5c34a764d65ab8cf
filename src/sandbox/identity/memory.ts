// What the identity provider keeps between two requests, in memory: nothing outlives the demo. Invariant: what is destroyed, or was given
// for one use and used, is not found again as unused.
import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider';

/** One memory for all kinds of things, as the provider's storage. */
export function memoryAdapter(): AdapterConstructor {
  const kept = new Map<string, AdapterPayload>();
  return class implements Adapter {
    readonly #kind: string;
    constructor(kind: string) {
      this.#kind = kind;
    }
    #key(id: string): string {
      return `${this.#kind}:${id}`;
    }
    upsert(id: string, payload: AdapterPayload): Promise<void> {
      kept.set(this.#key(id), payload);
      return Promise.resolve();
    }
    find(id: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(kept.get(this.#key(id)));
    }
    findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(this.#all().find(([, payload]) => payload.uid === uid)?.[1]);
    }
    findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(this.#all().find(([, payload]) => payload.userCode === userCode)?.[1]);
    }
    consume(id: string): Promise<void> {
      const payload = kept.get(this.#key(id));
      if (payload !== undefined) kept.set(this.#key(id), { ...payload, consumed: true });
      return Promise.resolve();
    }
    destroy(id: string): Promise<void> {
      kept.delete(this.#key(id));
      return Promise.resolve();
    }
    revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, payload] of this.#all()) if (payload.grantId === grantId) kept.delete(key);
      return Promise.resolve();
    }
    #all(): [string, AdapterPayload][] {
      return [...kept].filter(([key]) => key.startsWith(`${this.#kind}:`));
    }
  };
}
