// The data of a sandbox as stories and seeds reach it: rows go in as they are, people edit them as they would in the vendor's
// own screens. Collections are named as their routes, below /v1.
import { creditInvoice } from './crediting.ts';
import { createInvoices } from './invoice-making.ts';
import type { Database } from './database.ts';
import type { SeveraFacts } from './options.ts';
import { readPatch } from './patch.ts';
import { anonymiseContact } from './rules-crm.ts';
import type { Row } from './row.ts';
import { change, create, discard } from './write.ts';

export interface SeveraState {
  readonly facts: SeveraFacts;
  /** Adds a raw row: guid, audit stamps and defaults are filled where missing, references are `{guid}`. Nothing is refused. */
  put(collection: string, row: Readonly<Record<string, unknown>>, now: number): Row;
  list(collection: string): readonly Row[];
  /** All that hold or held rows. */
  collections(): readonly string[];
  get(collection: string, guid: string): Row | null;
  /** A person's edit: paths and values as in PATCH, e.g. `{'/name': 'Koivu Oy', '/owner': {guid}}`. Throws when refused. */
  edit(collection: string, guid: string, values: Readonly<Record<string, unknown>>, now: number, userGuid?: string): Row;
  /** A person deletes a row. Contacts stay, without their person. Throws when refused. */
  remove(collection: string, guid: string, now: number): void;
  /** A person credits a sent invoice; `newInvoice` leaves its items to be billed again. Answers the credit note. */
  credit(invoiceGuid: string, now: number, newInvoice?: boolean): Row;
  /** A person credits a share, more than 0 and less than 1, of every row; its items stay on the invoice. Answers the credit note. */
  creditPart(invoiceGuid: string, share: number, now: number): Row;
  /** A person makes a draft of what these projects of one customer can bill today. Throws when there is nothing. */
  bill(projectGuids: readonly string[], now: number): Row;
}

export function createState(database: Database): SeveraState {
  return {
    facts: database.facts,
    put: (collection, row, now) => create(database, collection, row, now, { trusted: true }),
    list: (collection) => database.rows(collection),
    collections: () => database.collections(),
    get: (collection, guid) => database.get(collection, guid),
    edit: (collection, guid, values, now, userGuid) => {
      const operations = Object.entries(values).map(([path, value]) => ({ op: 'Replace', path, value }));
      const row = database.entry(collection, guid).row;
      return change(database, collection, guid, readPatch(database, collection, row, operations), now, userGuid ?? null);
    },
    remove: (collection, guid, now) => {
      if (collection === 'contactpersons') anonymiseContact(database, database.entry(collection, guid).row, now, null);
      else discard(database, collection, guid, now);
    },
    credit: (invoiceGuid, now, newInvoice = false) => creditInvoice(database, invoiceGuid, now, { newInvoice }),
    creditPart: (invoiceGuid, share, now) => creditInvoice(database, invoiceGuid, now, { share }),
    bill: (projectGuids, now) => createInvoices(database, { projects: projectGuids.map((guid) => ({ guid })), groupProjects: true }, now)[0] as Row,
  };
}
