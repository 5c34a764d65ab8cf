// Every migration, in the order they run. Invariant: a released one is never changed, moved or removed; a new one goes last.
import type { Migration } from '../migrate.ts';
import { workspaces } from './0001-workspaces.ts';
import { links } from './0002-links.ts';

export const migrations: readonly Migration[] = [workspaces, links];

/** Tables that belong to no workspace and so stand without row level security. */
export const GLOBAL_TABLES: readonly string[] = ['migration', 'workspace'];
