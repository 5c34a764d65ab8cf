// How test databases run, and the one that all of them are clones of. Nothing in them survives a crash, and nothing needs to.

/** Safe to lose, so nothing waits for the disk. */
export const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200' };
/** Migrated, empty. */
export const TEMPLATE = 'template_sauma';
