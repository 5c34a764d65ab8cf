// Home of Severa's reference lists, from owners to sales statuses. Each is read when somebody needs it, kept for an hour and
// shared through the cache; an id nobody knows causes one new look a minute at most.
// Invariant: of users only id, name, e-mail and whether they are active is kept.
import type { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { AccessError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { RegistryItem } from '../connector.ts';
import type { RegistryCache } from '../options.ts';
import { mapParallel } from '../parallel.ts';
import type { Lists } from './paging.ts';
import { activityTypeRow, communicationTypeRow, countryRow, currencyRow, customPropertyRow, languageRow, namedRow, proposalStatusRow, salesStatusRow, segmentRow, userRow, vatRateRow } from './rows.ts';

export type RegistryName =
  | 'owners' | 'industries' | 'segments' | 'languages' | 'currencies' | 'countries' | 'vatRates' | 'customProperties' | 'projectProperties'
  | 'contactRoles' | 'salesStatuses' | 'leadSources' | 'communicationTypes' | 'activityTypes' | 'proposalStatuses';

export interface Lookup {
  readonly items: readonly RegistryItem[];
  readonly byId: ReadonlyMap<string, RegistryItem>;
  /** E-mails, codes and names, in lower case. */
  readonly byEmail: ReadonlyMap<string, RegistryItem>;
  readonly byCode: ReadonlyMap<string, RegistryItem>;
  readonly byName: ReadonlyMap<string, RegistryItem>;
}

export interface Registries {
  /** Throws AccessError when the credential may not read the list. */
  list(name: RegistryName): Promise<readonly RegistryItem[]>;
  /** Loads these lists once; one that the credential may not read stays unknown. */
  ready(names: readonly RegistryName[]): Promise<void>;
  /** The list as loaded, null when it is not (yet) known. */
  get(name: RegistryName): Lookup | null;
  /** Looks again, at most once a minute, when one of the ids is not in the list. */
  expect(name: RegistryName, ids: Iterable<string>): Promise<void>;
}

const freshMs = 60 * 60_000;
const lookAgainMs = 60_000;

export function createRegistries(options: {
  readonly lists: Lists;
  readonly cache: RegistryCache;
  readonly clock: Clock;
  readonly log: Log;
}): Registries {
  const { cache, clock, log } = options;
  const loaded = new Map<RegistryName, { readonly lookup: Lookup | null; readonly readAt: number }>();
  const pending = new Map<RegistryName, Promise<void>>();

  const fetch = async (name: RegistryName): Promise<void> => {
    const readAt = clock.now();
    const items = await readers[name](options.lists);
    loaded.set(name, { lookup: lookupOf(items), readAt });
    await cache.save(name, items, readAt);
  };
  const load = async (name: RegistryName): Promise<void> => {
    const saved = await cache.load(name);
    if (saved !== null && clock.now() - saved.readAt < freshMs) loaded.set(name, { lookup: lookupOf(saved.items), readAt: saved.readAt });
    else await fetch(name);
  };
  const once = (name: RegistryName, work: (name: RegistryName) => Promise<void>): Promise<void> => {
    const running = pending.get(name) ?? work(name).finally(() => pending.delete(name));
    pending.set(name, running);
    return running;
  };
  const isFresh = (name: RegistryName): boolean => {
    const entry = loaded.get(name);
    return entry !== undefined && clock.now() - entry.readAt < freshMs;
  };

  return {
    async list(name) {
      if (!isFresh(name) || loaded.get(name)?.lookup === null) await once(name, load);
      return loaded.get(name)?.lookup?.items ?? [];
    },
    async ready(names) {
      await mapParallel(
        names.filter((name) => !isFresh(name)),
        4,
        async (name) => {
          try {
            await once(name, load);
          } catch (error) {
            if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
            log.warn({ system: 'severa', registry: name, code: error.code }, 'a list may not be read; its fields are left alone');
            loaded.set(name, { lookup: null, readAt: clock.now() });
          }
        },
      );
    },
    get: (name) => loaded.get(name)?.lookup ?? null,
    async expect(name, ids) {
      const entry = loaded.get(name);
      if (!entry?.lookup || clock.now() - entry.readAt < lookAgainMs) return;
      for (const id of ids) {
        if (entry.lookup.byId.has(id)) continue;
        await once(name, fetch);
        return;
      }
    },
  };
}

function lookupOf(items: readonly RegistryItem[]): Lookup {
  const index = (key: (item: RegistryItem) => string | undefined): Map<string, RegistryItem> => {
    const map = new Map<string, RegistryItem>();
    // Of two with the same key the active one is meant.
    for (const item of items.toSorted((a, b) => Number(a.active) - Number(b.active))) {
      const found = key(item);
      if (found) map.set(found.toLowerCase(), item);
    }
    return map;
  };
  return {
    items,
    byId: new Map(items.map((item) => [item.id, item])),
    byEmail: index((item) => item.email),
    byCode: index((item) => item.code),
    byName: index((item) => item.label),
  };
}

type Reader = (lists: Lists) => Promise<RegistryItem[]>;

const readers: Readonly<Record<RegistryName, Reader>> = {
  async owners(lists) {
    const items: RegistryItem[] = [];
    for await (const page of lists.tokenPages({ route: '/v1/users', row: userRow }, null)) {
      for (const { guid, email, firstName, lastName, isActive } of page.rows) {
        if (!guid) continue;
        const label = [firstName, lastName].filter(Boolean).join(' ').trim() || guid;
        items.push({ id: guid, label, active: isActive !== false, ...(email?.trim() ? { email: email.trim().toLowerCase() } : {}) });
      }
    }
    return items;
  },
  industries: async (lists) => itemsOf(await lists.short({ route: '/v1/industries', row: namedRow }), (row) => ({ label: row.name })),
  segments: async (lists) =>
    itemsOf(await lists.short({ route: '/v1/marketsegments', row: segmentRow }), (row) => ({
      label: [row.parentMarketSegment?.name, row.name].filter(Boolean).join(' / '),
    })),
  languages: async (lists) =>
    itemsOf(await lists.whole({ route: '/v1/localization/languages', row: languageRow }), (row) => ({ label: row.name, code: row.code?.toLowerCase() })),
  currencies: async (lists) =>
    itemsOf(await lists.short({ route: '/v1/currencies', row: currencyRow }), (row) => ({ label: row.name, code: row.code?.toUpperCase() })),
  // The label is the name an address shows inline; the English one is reachable as a name of its own.
  countries: async (lists) =>
    itemsOf(await lists.whole({ route: '/v1/localization/countries', row: countryRow }), (row) => ({ label: row.name ?? row.englishName, code: row.code2?.toUpperCase() })),
  vatRates: async (lists) =>
    itemsOf(await lists.whole({ route: '/v1/vatrates', row: vatRateRow }), (row) => ({
      label: [row.code, typeof row.percentage === 'number' ? `${row.percentage} %` : null].filter(Boolean).join(', '),
    })),
  customProperties: async (lists) => await properties(lists, '/v1/customers/customproperties'),
  projectProperties: async (lists) => await properties(lists, '/v1/projects/customproperties'),
  contactRoles: async (lists) => itemsOf(await lists.short({ route: '/v1/contactroles', row: namedRow }), (row) => ({ label: row.name })),
  salesStatuses: async (lists) =>
    itemsOf(await lists.short({ route: '/v1/salesstatustypes', row: salesStatusRow }), (row) => ({ label: row.name, code: statusCode(row.salesState, row.defaultProbability) })),
  leadSources: async (lists) => itemsOf(await lists.short({ route: '/v1/leadsources', row: namedRow }), (row) => ({ label: row.name })),
  communicationTypes: async (lists) =>
    itemsOf(await lists.short({ route: '/v1/communicationtypes', row: communicationTypeRow }), (row) => ({ label: row.name, code: row.type ?? undefined })),
  // `Task:default`: the category, and whether it is the one to take.
  activityTypes: async (lists) =>
    itemsOf(await tokenRows(lists, '/v1/activitytypes', activityTypeRow), (row) => ({ label: row.name, code: [row.category, row.isDefault === true ? 'default' : null].filter(Boolean).join(':') })),
  proposalStatuses: async (lists) =>
    itemsOf(await tokenRows(lists, '/v1/proposalstatuses', proposalStatusRow), (row) => ({ label: row.name, code: row.isWon === true ? 'won' : row.isLost === true ? 'lost' : 'open' })),
};

async function tokenRows<Row>(lists: Lists, route: string, row: z.ZodType<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of lists.tokenPages({ route, row }, null)) rows.push(...page.rows);
  return rows;
}

async function properties(lists: Lists, route: string): Promise<RegistryItem[]> {
  return itemsOf(await lists.short({ route, row: customPropertyRow }), (row) => ({ label: row.name, code: row.type ?? undefined }));
}

/** `open:40`, `won:100`, `lost:0`: the state of a sales status and its default probability, in percent. */
function statusCode(salesState: string | null | undefined, probability: number | null | undefined): string {
  if (salesState === 'Won') return `won:${probability ?? 100}`;
  if (salesState === 'Lost') return `lost:${probability ?? 0}`;
  // An open status without a probability stands in the middle.
  return `open:${probability ?? 50}`;
}

function itemsOf<Row extends { readonly guid?: string | null | undefined; readonly isActive?: boolean | null | undefined }>(
  rows: readonly Row[],
  describe: (row: Row) => { readonly label: string | null | undefined; readonly code?: string | undefined },
): RegistryItem[] {
  return rows.flatMap((row) => {
    if (!row.guid) return [];
    const { label, code } = describe(row);
    return [{ id: row.guid, label: label?.trim() || row.guid, active: row.isActive !== false, ...(code?.trim() ? { code: code.trim() } : {}) }];
  });
}
