// What is kept for the rights of persons, in PostgreSQL. Invariant: somebody with a session that may still be open is not forgotten.
import { sql } from 'kysely';
import type { PersonPorts } from '../persons.ts';
import { createAccessLog } from './access-log.ts';
import { inBatches } from './batches.ts';
import { createPersonNotes } from './person-notes.ts';
import { createRestrictions } from './restrictions.ts';
import { createRetentionRules } from './retention.ts';
import type { StoreOptions } from './turn.ts';

export function createPersonPorts(options: StoreOptions): PersonPorts {
  const accessLog = createAccessLog(options);
  return {
    accessLog,
    restrictions: createRestrictions(options),
    personNotes: createPersonNotes(options),
    retention: createRetentionRules(options),
    personUpkeep: {
      forget: async (before) => ({
        accessLog: await accessLog.forget(before.accessLog),
        // Their sessions go with them.
        people: await inBatches(options, (limit) => sql`delete from person where id in (select id from person where last_seen_at < ${before.people}::timestamptz limit ${limit}) returning 1`),
        auditNames: await inBatches(
          options,
          (limit) => sql`update audit_line set actor = '' where id in (select id from audit_line where at < ${before.people}::timestamptz and actor <> '' limit ${limit}) returning 1`,
        ),
      }),
    },
  };
}
