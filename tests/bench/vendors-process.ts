// A program: both sandboxes behind HTTP in a process of their own, so that what the product takes is measured alone. Its parent
// moves the clock, lets people edit, and asks what the vendors have served and what the least would have been.
import { systemClock } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { SandboxModel } from '../../src/sandbox/contract.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import type { Census } from '../../src/sandbox/minimum/census.ts';
import { hubspotCensus, hubspotIdleMinimum, hubspotMinimum } from '../../src/sandbox/minimum/hubspot.ts';
import { severaCensus, severaIdleMinimum, severaMinimum } from '../../src/sandbox/minimum/severa.ts';
import { createSandbox } from '../../src/sandbox/seed/start.ts';
import type { HubspotSandbox, SeveraSandbox } from '../../src/sandbox/seed/start.ts';
import { bigSandboxes } from './big-sandboxes.ts';
import type { BigSizes } from './big-world.ts';
import { entitle, entitled, knownToBoth } from './known-to-both.ts';
import type { Person, System } from './known-to-both.ts';

/** The seeded world with so many companies, or a big plain one. */
export type VendorsOptions = { readonly accounts: number; readonly quota: boolean } | { readonly big: BigSizes; readonly quota: false };

/** Every question its parent may ask: what it is given, and what comes back. */
export interface Questions {
  readonly shift: (given: { readonly ms: number }) => null;
  /** From now on every answer takes this much longer. */
  readonly distance: (given: { readonly ms: number }) => null;
  /** The next `needed` counts from here. */
  readonly mark: (given: Record<string, never>) => null;
  readonly needed: (given: Synced & { readonly guardBatch: number | null }) => PerSystem;
  /** The fewest calls of a look that finds nothing new. */
  readonly idle: (given: Synced) => PerSystem;
  readonly people: (given: Record<string, never>) => readonly Person[];
  readonly entitle: (given: Edit) => null;
  readonly entitled: (given: Edit) => number;
  /** Calls answered since the start, refused ones aside. */
  readonly served: (given: Record<string, never>) => PerSystem;
  /** Calls refused as too many since the start. */
  readonly refused: (given: Record<string, never>) => PerSystem;
}

export interface PerSystem {
  readonly severa: number;
  readonly hubspot: number;
}

interface Synced {
  readonly entities: readonly string[];
  /** What only flows in is read too. */
  readonly mirrors: boolean;
}

interface Edit {
  readonly system: System;
  readonly people: readonly Person[];
  readonly title: string;
}

const SEED = 1;
const PAGE = 100;
const given = JSON.parse(process.argv[2] ?? '{}') as VendorsOptions;

let offsetMs = 0;
let distanceMs = 0;
const clock: Clock = { now: () => systemClock.now() + offsetMs, sleep: (ms, signal) => systemClock.sleep(ms, signal) };
const { severa, hubspot } = 'big' in given ? bigSandboxes(given.big, clock.now()) : seeded(given);
const states = { severa: severa.model.state, hubspot: hubspot.model.state };
const census = (): Readonly<Record<System, Census>> => ({ severa: severaCensus(states.severa), hubspot: hubspotCensus(states.hubspot) });
let marked: ReturnType<typeof census> | null = null;

const answers: Questions = {
  shift: ({ ms }) => {
    offsetMs += ms;
    return null;
  },
  distance: ({ ms }) => {
    distanceMs = ms;
    return null;
  },
  mark: () => {
    marked = census();
    return null;
  },
  needed: ({ entities, mirrors, guardBatch }) => {
    if (marked === null) throw new RangeError('nothing was marked');
    const now = census();
    return {
      severa: severaMinimum(marked.severa, now.severa, { entities, withCustomFields: [], money: mirrors, page: PAGE, guardBatch }),
      hubspot: hubspotMinimum(marked.hubspot, now.hubspot, { entities, touches: mirrors }),
    };
  },
  idle: ({ entities, mirrors }) => ({ severa: severaIdleMinimum({ entities, money: mirrors }), hubspot: hubspotIdleMinimum({ entities, touches: mirrors }) }),
  people: () => knownToBoth(states),
  entitle: ({ system, people, title }) => {
    entitle(states, system, people, title, clock.now());
    return null;
  },
  entitled: ({ system, people, title }) => entitled(states, system, people, title),
  served: () => ({ severa: sum(severa.model.calls), hubspot: sum(hubspot.model.calls) }),
  refused: () => ({ severa: severa.model.refused, hubspot: hubspot.model.refused }),
};

const servers = await Promise.all([severa.model, hubspot.model].map((model) => serveSandbox(distant(model), { port: 0, clock })));

process.on('message', ({ name, given: asked }: { name: keyof Questions; given: never }) => {
  process.send?.({ answer: answers[name](asked) });
});
// The parent's end is ours.
process.on('disconnect', () => void Promise.all(servers.map((server) => server.close())));
process.send?.({ answer: { severa: { url: `${servers[0]?.url}/rest-api`, ...severa.credentials }, hubspot: { url: servers[1]?.url, ...hubspot.credentials } } });

function seeded({ accounts, quota }: { readonly accounts: number; readonly quota: boolean }): { readonly severa: SeveraSandbox; readonly hubspot: HubspotSandbox } {
  const options = { seed: SEED, accounts, quota, now: clock.now(), delivery: false };
  return { severa: createSandbox('severa', options), hubspot: createSandbox('hubspot', options) };
}

function distant(model: SandboxModel): SandboxModel {
  return {
    handle: (request, now) => {
      const handled = model.handle(request, now);
      return distanceMs === 0 ? handled : { ...handled, response: { ...handled.response, delayMs: (handled.response.delayMs ?? 0) + distanceMs } };
    },
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return counts.values().reduce((total, count) => total + count, 0);
}
