import { it } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import { openStage } from './stage.ts';
it('probe', async () => {
  const database = await freshDatabase<any>();
  const stage = await openStage({ accounts: 6, store: async (p) => createPostgresStore({ ...p, database, workspace: 'main' }) });
  const t = Date.now();
  const r = await stage.cycle();
  console.log(Date.now() - t, JSON.stringify(r.run.report), [...r.cycles[0]!.errors]);
  console.log(stage.severa.calls, stage.hubspot.calls);
  console.log(JSON.stringify(stage.severa.state.list('customers')[0]), JSON.stringify(stage.hubspot.state.list('companies')[0]));
  stage.clock.advance(300000);
  const r2 = await stage.cycle();
  console.log(Date.now() - t, JSON.stringify(r2.run.report));
  console.log(JSON.stringify((await stage.store.inbox({limit: 50})).held));
  await stage.close();
});
