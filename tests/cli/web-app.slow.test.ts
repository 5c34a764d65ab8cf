// When the web app is built and when not, with a builder that the test writes.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtWebApp } from '../../src/cli/web-app.ts';

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true, force: true })));

const BUILDS = `
const { mkdirSync, writeFileSync, readFileSync } = require('node:fs');
const into = process.argv[process.argv.indexOf('--outDir') + 1];
mkdirSync(into + '/assets', { recursive: true });
writeFileSync(into + '/index.html', readFileSync('src/web/main.ts'));
writeFileSync(into + '/assets/a.js', 'a');
mkdirSync(into + '/.vite');
writeFileSync(into + '/.vite/manifest.json', '{}');
`;
const FAILS = `console.error('main.ts: a bracket is missing'); process.exit(1);`;

interface Place {
  readonly root: string;
  readonly said: string[];
  /** The text of the page, as the app is served now; null: there is none. */
  readonly page: () => Promise<string | null>;
  readonly write: (path: string, text: string) => void;
}

function place(builder: string | null = BUILDS): Place {
  const root = mkdtempSync(join(tmpdir(), 'sauma-web-'));
  roots.push(root);
  const said: string[] = [];
  let ids = 0;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('src/web/main.ts', 'first');
  for (const path of ['src/api/contract/a.ts', 'src/api/contract.ts', 'vite.config.ts', 'package-lock.json']) write(path, '');
  if (builder !== null) write('node_modules/vite/bin/vite.js', builder);
  const parts = { rootDir: root, stderr: { write: (text: string) => said.push(text) }, newId: () => String(++ids) };
  return { root, said, write, page: async () => (await builtWebApp(parts))?.get('/index.html')?.toString() ?? null };
}

describe('the web app', () => {
  it('is built when there is none, and again only when its sources change', async () => {
    const { page, said, write } = place();
    expect(await page()).toBe('first');
    expect(said).toEqual(['Building the web app ...\n']);
    expect(await page()).toBe('first');
    expect(said).toHaveLength(1);
    write('src/web/main.ts', 'second');
    expect(await page()).toBe('second');
    write('src/api/contract/a.ts', 'another answer');
    await page();
    write('docs/page.md', 'no source of it');
    await page();
    expect(said).toHaveLength(3);
  });

  it('is read without what is not to be served, and leaves nothing half-made behind', async () => {
    const { root, page } = place();
    await page();
    const files = await builtWebApp({ rootDir: root, stderr: { write: () => true }, newId: () => 'x' });
    expect([...(files ?? new Map<string, Buffer>()).keys()].toSorted()).toEqual(['/assets/a.js', '/index.html']);
    expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
  });

  it('is served as it was when it cannot be built, and the reason is told', async () => {
    const { root, page, said, write } = place();
    await page();
    write('src/web/main.ts', 'broken');
    write('node_modules/vite/bin/vite.js', FAILS);
    expect(await page()).toBe('first');
    expect(said.join('')).toContain('the one built before is served');
    expect(said.join('')).toContain('main.ts: a bracket is missing');
    expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
  });

  it('is served as it is where its sources or the builder are not there', async () => {
    const { root, page, said } = place(null);
    expect(await page()).toBeNull();
    expect(said.join('')).toContain('the API works');
    mkdirSync(join(root, 'dist/web'), { recursive: true });
    writeFileSync(join(root, 'dist/web/index.html'), 'delivered');
    rmSync(join(root, 'src'), { recursive: true });
    expect(await page()).toBe('delivered');
  });

  it('is whole for each of two that build it at once', async () => {
    const { root, page } = place();
    expect(await Promise.all([page(), page()])).toEqual(['first', 'first']);
    expect(existsSync(join(root, 'dist/web/index.html'))).toBe(true);
    expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
  });
});
