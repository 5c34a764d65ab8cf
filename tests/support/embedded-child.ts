// A program for process tests: holds the embedded database of a directory, and inserts rows when asked, saying which
// ones the database has confirmed. Usage: embedded-child.ts DIRECTORY hold|insert [bare]; ends cleanly on SIGTERM.
import pg from 'pg';
import { systemClock } from '../../src/lib/clock.ts';
import { clientConfig } from '../../src/store/postgres/address.ts';
import { startEmbedded } from '../../src/store/postgres/embedded/start.ts';

const [dataDir = '', mode = '', bare = ''] = process.argv.slice(2);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = await startEmbedded({
  dataDir,
  clock: systemClock,
  log: (message) => say({ log: message }),
  ...(bare === 'bare' ? { probe: () => false } : {}),
});
process.on('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
say({ ready: true, owned: server.owned(), uid: process.getuid?.() });

if (mode === 'insert') {
  const client = new pg.Client(clientConfig(server.address));
  await client.connect();
  await client.query('create table if not exists row (id bigint primary key, writer int)');
  const found = await client.query<{ next: string }>('select coalesce(max(id), 0) + 1 as next from row');
  for (let id = Number(found.rows[0]?.next); ; id++) {
    await client.query('insert into row values ($1, $2)', [id, process.pid]);
    say({ confirmed: id });
  }
}
