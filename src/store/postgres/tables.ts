// What Kysely knows of the tables. Invariant: only what is reached through its query builder stands here; the store's own
// statements work on many rows at once and are written as SQL, with the types of their rows beside them.
import type { Generated } from 'kysely';

export interface Tables {
  readonly workspace: { readonly name: string; readonly created_at: Generated<string> };
}
