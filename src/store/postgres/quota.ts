// Call budgets shared by every process: the generic cell rate algorithm in one statement. Invariant: calls of one bucket go
// at the even pace of `intervalMs`, at most `burst` of them ahead of it, and none before a hold is over.
import { sql } from 'kysely';
import type { Store } from '../store.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

const DAY_MS = 86_400_000;

export function reserve({ database, workspace }: StoreOptions, bucket: string, quota: Parameters<Store['reserve']>[1]): Promise<number> {
  const { intervalMs, burst, count, now } = quota;
  const day = Math.floor(now / DAY_MS);
  const start = sql`greatest(${now}::float8, quota.held_until_ms, quota.theoretical_ms - ${burst * intervalMs}::float8)`;
  return database.unit(
    workspace,
    async (transaction) => {
      const [row] = await rowsOf<{ granted: number }>(
        transaction,
        sql`insert into quota (bucket, theoretical_ms, held_until_ms, granted_ms, day, day_calls) values (${bucket}, ${now + count * intervalMs}, 0, ${now}, ${day}, ${count})
          on conflict (workspace, bucket) do update set granted_ms = ${start}, day = excluded.day,
            day_calls = case when quota.day = excluded.day then quota.day_calls else 0 end + ${count},
            theoretical_ms = greatest(quota.theoretical_ms, ${start}) + ${count * intervalMs}::float8
          returning granted_ms as granted`,
      );
      return (row?.granted as number) - now;
    },
    'read committed',
  );
}

export function holdBack({ database, workspace }: StoreOptions, bucket: string, until: number): Promise<void> {
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`insert into quota (bucket, theoretical_ms, held_until_ms, granted_ms) values (${bucket}, 0, ${until}, 0)
        on conflict (workspace, bucket) do update set held_until_ms = greatest(quota.held_until_ms, excluded.held_until_ms)`.execute(transaction);
    },
    'read committed',
  );
}
