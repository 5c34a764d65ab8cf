// Home of the account entity in HubSpot: the port's functions over companies. Invariant: one writer at a time per
// process, because concurrent company writes draw locks (423).
import { createHash } from 'node:crypto';
import type { FieldName, Fields, Value } from '../../core/vocabulary.ts';
import { boundHttp } from '../http.ts';
import type { EntityAdapter, FieldCapability, Representation } from '../connector.ts';
import { MAP_VERSION } from './account-map.ts';
import type { MappedField } from './account-map.ts';
import { decodeCell, encodeCell } from './cells.ts';
import { readByKeys, readCompanies } from './company-reads.ts';
import type { CompanyContext } from './company-reads.ts';
import { writeCompanies } from './company-writes.ts';
import { allCompanies, changedCompanies } from './feed.ts';
import { PAGE } from './paths.ts';

export function accountAdapter(at: CompanyContext, fields: readonly MappedField[], searchLagMs: number): EntityAdapter {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    entity: 'account',
    /** Before the first read: what the map says. After it: what the account's properties allow. */
    get fields() {
      return capabilities(at, fields);
    },
    mapVersion: versionOf(at, fields),
    can: { batchRead: PAGE, batchWrite: PAGE, keyedCreate: true },
    all: (checkpoint) => allCompanies(at, checkpoint),
    changes: (checkpoint) => changedCompanies(at, checkpoint, searchLagMs),
    read: (ids) => readCompanies(at, ids),
    deep: nothingDeep,
    guard: async (_since, ids) => [...new Set((await readCompanies(at, ids)).values())],
    find: async (creates) => {
      const found = await readByKeys(at, creates.map((create) => create.key));
      return new Map(creates.map((create) => [create.key, [found.get(create.key)].filter((snapshot) => snapshot !== undefined)]));
    },
    write: (writes, until = Infinity) => {
      const run = writing.then(() => writeCompanies({ ...at, http: boundHttp(at.http, until) }, writes));
      writing = run.catch(() => undefined);
      return run;
    },
    represent: (values) => represent(at, values),
  };
}

function capabilities(at: CompanyContext, fields: readonly MappedField[]): Readonly<Record<FieldName, FieldCapability>> {
  const schema = at.schemas.last();
  return Object.fromEntries(
    fields.map(({ field }) => {
      const binding = schema?.bindings.get(field);
      const ownersHidden = field === 'owner' && !at.owners.readable();
      return [field, { write: schema === null || (binding?.facts.writable === true && !ownersHidden), deep: false }];
    }),
  );
}

/** Own fields and the currency of money count too: they change what a value means. */
function versionOf(at: CompanyContext, fields: readonly MappedField[]): string {
  const map = fields.map(({ field, candidates, codec }) => [field, candidates.at(-1), codec.type, codec.fieldType]);
  const digest = createHash('sha256').update(JSON.stringify([MAP_VERSION, at.values.currency, map])).digest('base64url');
  return `${MAP_VERSION}.${digest.slice(0, 10)}`;
}

/** Decoding what would be sent shows what a read shows. Before the first read nothing is known, and nothing is judged. */
function represent(at: CompanyContext, values: Fields): Representation {
  const schema = at.schemas.last();
  if (schema === null) return { fields: values, cannot: {} };
  const held: Record<FieldName, Value> = {};
  const cannot: Record<FieldName, string> = {};
  for (const [field, value] of Object.entries(values)) {
    const binding = schema.bindings.get(field);
    if (!binding) {
      cannot[field] = 'no-property';
      continue;
    }
    const encoded = binding.facts.writable ? encodeCell(binding, value, at.values) : { cannot: 'read-only' };
    const shown = 'cannot' in encoded ? undefined : decodeCell(binding, encoded.text, at.values);
    if ('cannot' in encoded) cannot[field] = encoded.cannot;
    else if (shown === undefined) cannot[field] = 'wrong-kind';
    else held[field] = shown;
  }
  return { fields: held, cannot };
}

async function* nothingDeep(): AsyncIterable<never> {
  // Every field of a company comes with every read.
}
