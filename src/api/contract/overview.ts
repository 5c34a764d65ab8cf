// What the first page tells that no other list does: what was done today. Invariant: of a kind of record that the caller may not read
// nothing is told, not even how many.
import { z } from 'zod';
import { contract, count, list } from './parts.ts';

export const overview = {
  today: contract({
    path: '/today',
    title: 'What was done since midnight, by kind of record and system',
    query: z.strictObject({}),
    answer: z.object({
      since: z.iso.datetime().describe("Midnight in the workspace's zone (UTC)."),
      items: list(z.object({ entity: z.enum(['account', 'contact', 'salesCase', 'activity']), side: z.enum(['psa', 'crm', 'local']), action: z.enum(['create', 'update', 'archive']), records: count })),
    }),
  }),
};
