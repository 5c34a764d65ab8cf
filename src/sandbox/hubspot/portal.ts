// Home of the account's whole state as plain data; every other file is functions over it. Invariant: nothing outside a
// Portal remembers anything, so two models never share state.
import { seedProperties } from './property-registry.ts';
import type { PropertyRegistry } from './property-registry.ts';
import { OBJECT_TYPES } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { newTable } from './record.ts';
import type { Table } from './record.ts';
import type { Settings } from './options.ts';
import { seedPipelines } from './pipelines.ts';
import type { Pipeline } from './pipelines.ts';
import { newLinks } from './links.ts';
import type { Links } from './links.ts';
import { standardAssociationTypes } from './association-types.ts';
import type { AssociationType } from './association-types.ts';
import { newConsents } from './consent.ts';
import type { Consents } from './consent.ts';
import { newWebhooks } from './webhooks.ts';
import type { Webhooks } from './webhooks.ts';
import { newTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import type { Owner } from './owner.ts';
import type { Random } from '../../lib/random.ts';

export interface Portal {
  readonly settings: Settings;
  /** Independent streams, so that one kind of draw never shifts another. */
  readonly random: { readonly ids: Random; readonly order: Random; readonly lag: Random; readonly webhooks: Random };
  readonly tables: ReadonlyMap<string, Table>;
  readonly properties: PropertyRegistry;
  readonly pipelines: Map<string, Pipeline[]>;
  readonly owners: Owner[];
  readonly links: Links;
  readonly associationTypes: AssociationType[];
  readonly consents: Consents;
  readonly webhooks: Webhooks;
  readonly tokens: Tokens;
  /** Addresses of people deleted for good; API creates are let through all the same. */
  readonly blocklist: Set<string>;
  /** Faults that change what is stored, while one request is carried out. */
  readonly switches: { unchangedTimestamp: boolean };
}

export function newPortal(settings: Settings): Portal {
  const ids = settings.random.fork('hubspot ids');
  const firstId = 100_000_000_000 + ids.int(0, 4_000_000_000) * 100;
  const pipelines = seedPipelines();
  return {
    settings,
    random: {
      ids,
      order: settings.random.fork('hubspot order'),
      lag: settings.random.fork('hubspot lag'),
      webhooks: settings.random.fork('hubspot webhooks'),
    },
    // Ids are unique per type only: all types start at the same number, so that a client that forgets the type is caught.
    tables: new Map(OBJECT_TYPES.map((type) => [type.name, newTable(type, firstId)])),
    properties: seedProperties(settings, pipelines),
    pipelines,
    owners: [],
    links: newLinks(),
    associationTypes: standardAssociationTypes(),
    consents: newConsents(),
    webhooks: newWebhooks(),
    tokens: newTokens(),
    blocklist: new Set(),
    switches: { unchangedTimestamp: false },
  };
}

export function tableOf(portal: Portal, type: ObjectType): Table {
  const table = portal.tables.get(type.name);
  if (table === undefined) throw new RangeError(`no table for ${type.name}`);
  return table;
}
