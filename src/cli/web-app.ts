// The built web app: made when its sources are newer than what was built, then read whole. Invariants: a build appears in dist/web at once
// or not at all, also when two processes build; what cannot be built never keeps the service from its work.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Context } from './context.ts';

type Parts = Pick<Context, 'rootDir' | 'stderr' | 'newId'>;

const BUILT = 'dist/web';
/** Tells what was built; no file of the app begins with a dot. */
const STAMP = '.built-from';
const SOURCES = ['src/web', 'src/api/contract', 'src/api/contract.ts', 'vite.config.ts', 'package-lock.json'];
const BUILDER = 'node_modules/vite/bin/vite.js';

/** @returns path below the server's address → file; null when there is no build and none can be made */
export async function builtWebApp(parts: Parts): Promise<ReadonlyMap<string, Buffer> | null> {
  const folder = join(parts.rootDir, BUILT);
  const wanted = sourcesHash(parts.rootDir);
  if (wanted !== null && wanted !== stampOf(folder)) await build(parts, folder, wanted);
  if (!existsSync(join(folder, 'index.html'))) {
    parts.stderr.write('There is no web app in dist/web and none could be made; the API works. "npm run build:web" tells why.\n');
    return null;
  }
  return new Map(filesBelow(folder).map((path) => [`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path)]));
}

/** Null when the sources, or what builds them, are not here. */
function sourcesHash(rootDir: string): string | null {
  if (![...SOURCES, BUILDER].every((path) => existsSync(join(rootDir, path)))) return null;
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesBelow(join(rootDir, source))).toSorted()) hash.update(`${relative(rootDir, path)}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('base64url');
}

/** Files without a dot before their name, in folders likewise. */
function filesBelow(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.name.startsWith('.') ? [] : filesBelow(join(path, entry.name))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}

function stampOf(folder: string): string | null {
  const path = join(folder, STAMP);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

async function build({ rootDir, stderr, newId }: Parts, folder: string, stamp: string): Promise<void> {
  stderr.write('Building the web app ...\n');
  const [made, old] = [`${folder}-new-${newId()}`, `${folder}-old-${newId()}`];
  const trouble = await runBuilder(rootDir, made);
  if (trouble !== null) {
    rmSync(made, { recursive: true, force: true });
    stderr.write(`The web app could not be built; ${existsSync(folder) ? 'the one built before is served' : 'the API works without it'}.\n${trouble}\n`);
    return;
  }
  writeFileSync(join(made, STAMP), stamp);
  try {
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(made, folder);
  } catch (error) {
    // Another process was quicker: its build is as good.
    if (!existsSync(join(dirname(folder), 'web', 'index.html'))) throw error;
  } finally {
    for (const rest of [made, old]) rmSync(rest, { recursive: true, force: true });
  }
}

/** @returns what went wrong, in the builder's words */
function runBuilder(rootDir: string, into: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(rootDir, BUILDER), 'build', '--logLevel', 'error', '--outDir', into], { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void said.push(text));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said.join('').trim().split('\n').slice(0, 20).join('\n')));
  });
}
