// How much of the call budgets is used, from the rows that pacing keeps.
import { sql } from 'kysely';
import { toInstant } from '../../../lib/clock.ts';
import type { QuotaUse } from '../../views/administration.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';

const DAY_MS = 86_400_000;

interface QuotaRow {
  readonly bucket: string;
  readonly theoretical: number;
  readonly held: number;
  readonly granted: number;
  readonly day: number;
  readonly calls: number;
}

export async function quotaUse({ database, workspace }: ViewOptions, now: number): Promise<readonly QuotaUse[]> {
  const rows = await database.unit(workspace, (transaction) =>
    rowsOf<QuotaRow>(transaction, sql`select bucket, theoretical_ms as theoretical, held_until_ms as held, granted_ms as granted, day, day_calls as calls from quota order by bucket`),
  );
  return rows.map(({ bucket, theoretical, held, granted, day, calls }) => ({
    bucket,
    lastCallAt: granted > 0 ? toInstant(Math.min(granted, now)) : null,
    heldUntil: held > now ? toInstant(held) : null,
    waitMs: Math.max(0, Math.round(Math.max(theoretical, held) - now)),
    callsToday: day === Math.floor(now / DAY_MS) ? calls : 0,
  }));
}
