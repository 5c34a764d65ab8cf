// The PostgreSQL store under the contract that every store keeps, and under random stories that memory is told too.
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addWorkspace } from '../../src/store/postgres/workspaces.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import { freshDatabase } from '../support/database.ts';
import { describeStore } from './contract.ts';
import { describeSameAs } from './contract/same.ts';
import { counter, testClock, type Bench } from './contract/bench.ts';

let database: Promise<Database<Tables>> | null = null;
let opened = 0;

/** Workspaces of its own in one database: that they are apart is part of what is tested. */
async function open(): Promise<Bench> {
  database ??= freshDatabase<Tables>();
  const shared = await database;
  const number = ++opened;
  for (const name of ['main', 'other']) await addWorkspace(shared, `${name}-${number}`);
  const [clock, newId] = [testClock(), counter()];
  return { clock, workspace: (name) => createPostgresStore({ database: shared, workspace: `${name}-${number}`, clock, newId }) };
}

describeStore('PostgreSQL', open);
describeSameAs('PostgreSQL', open);
