// Every place where something of a person could be left: each column of each table, cast to text, and all that both vendors hold,
// their recycle bins included. Invariant: nothing is left out by name but the vendors' own lists of people who must not be written to; what
// a vendor keeps of a record that stands is a place too, only under a name of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { OBJECT_TYPES } from '../../src/sandbox/hubspot/object-types.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import { clientConfig } from '../../src/store/postgres/address.ts';
import type { SocketAddress } from '../../src/store/postgres/address.ts';

export interface Place {
  readonly where: string;
  readonly text: string;
}

/** @param address logs in as the owner of the tables: no policy hides a row. A place is a row, with each of its columns as text. */
export async function* placesOfDatabase(address: SocketAddress): AsyncGenerator<Place> {
  const client = new pg.Client(clientConfig(address));
  await client.connect();
  try {
    const tables = await client.query<{ readonly name: string; readonly columns: readonly string[] }>(
      `select format('%I.%I', c.table_schema, c.table_name) as name, array_agg(format('%I::text', c.column_name) order by c.ordinal_position) as columns
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema') group by 1 order by 1`,
    );
    for (const { name, columns } of tables.rows) {
      const rows = await client.query<{ readonly text: string }>(`select concat_ws(chr(1), ${columns.join(', ')}) as text from ${name}`);
      for (const { text } of rows.rows) yield { where: name, text };
    }
  } finally {
    await client.end();
  }
}

export function* placesOfVendors({ severa, hubspot }: { readonly severa: SeveraModel; readonly hubspot: HubspotModel }): Generator<Place> {
  for (const collection of severa.state.collections()) for (const row of severa.state.list(collection)) yield { where: `severa ${collection}`, text: JSON.stringify(row) };
  for (const { name } of OBJECT_TYPES) {
    for (const record of [...hubspot.state.list(name), ...hubspot.state.list(name, { archived: true })]) yield { where: `hubspot ${name}`, text: JSON.stringify(record) };
  }
}

/** What the records that HubSpot still has said before: no program can take that away, so it is declared, and searched for by itself. */
export function* historyOfVendors({ hubspot }: { readonly hubspot: HubspotModel }): Generator<Place> {
  for (const { name } of OBJECT_TYPES) {
    for (const { id } of [...hubspot.state.list(name), ...hubspot.state.list(name, { archived: true })]) yield { where: `${name}:${id}`, text: JSON.stringify([...hubspot.state.history(name, id)]) };
  }
}

/** Every file below a folder, names included. */
export function* placesOfFolder(folder: string): Generator<Place> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    yield { where: `file name in ${folder}`, text: entry.name };
    if (entry.isFile()) yield { where: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') };
  }
}
