// The PostgreSQL store under the contract that every store keeps, and under random stories that memory is told too.
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addWorkspace } from '../../src/store/postgres/workspaces.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import { TABLES } from '../../src/store/declarations.ts';
import { GLOBAL_TABLES } from '../../src/store/postgres/migrations/list.ts';
import { addressOf, freshDatabase, statement } from '../support/database.ts';
import { describeStore } from './contract.ts';
import { describeSameAs } from './contract/same.ts';
import { counter, testClock, type Bench } from './contract/bench.ts';
import { KEYS } from '../support/keys.ts';

let database: Promise<Database<Tables>> | null = null;
let opened = 0;

/** Workspaces of its own in one database: that they are apart is part of what is tested. */
async function open(): Promise<Bench> {
  database ??= freshDatabase<Tables>();
  const shared = await database;
  const number = ++opened;
  for (const name of ['main', 'other']) await addWorkspace(shared, `${name}-${number}`);
  const [clock, newId] = [testClock(), counter()];
  return { clock, workspace: (name) => createPostgresStore({ ...KEYS, database: shared, workspace: `${name}-${number}`, clock, newId }) };
}

let alone: Promise<Database<Tables>> | null = null;

/** The same where no other workspace knows anybody: one database, emptied for each. */
async function openApart(): Promise<Bench> {
  alone ??= freshDatabase<Tables>(['other']);
  const own = await alone;
  const tables = Object.keys(TABLES).filter((name) => !GLOBAL_TABLES.includes(name));
  await statement(addressOf(own), `truncate ${tables.join(', ')} restart identity cascade`);
  const [clock, newId] = [testClock(), counter()];
  return { clock, workspace: (name) => createPostgresStore({ ...KEYS, database: own, workspace: name, clock, newId }) };
}

describeStore('PostgreSQL', open, openApart);
describeSameAs('PostgreSQL', open);
