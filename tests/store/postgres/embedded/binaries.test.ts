// The library links the programs need, in the installation or, where that cannot be written, beside the data.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findBinaries } from '../../../../src/store/postgres/embedded/binaries.ts';

function installation(): { root: string; spare: string } {
  const base = mkdtempSync(join(tmpdir(), 'sauma-binaries-'));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const root = join(base, 'native');
  mkdirSync(join(root, 'lib'), { recursive: true });
  writeFileSync(join(root, 'lib/libexample.so.6.18'), 'the library');
  writeFileSync(join(root, 'pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/libexample.so.6.18', target: 'native/lib/libexample.so.6' }]));
  return { root, spare: join(base, 'spare') };
}

it('makes the links in the installation, and finds them there the next time', () => {
  const { root, spare } = installation();
  for (const _ of ['first start', 'second start']) expect(findBinaries(spare, root)).toMatchObject({ environment: {} });
  expect(readFileSync(join(root, 'lib/libexample.so.6'), 'utf8')).toBe('the library');
});

it('makes them elsewhere, and says so to the programs, when the installation is read-only', () => {
  const { root, spare } = installation();
  const { environment } = findBinaries(spare, root, () => {
    throw Object.assign(new Error('read-only'), { code: 'EROFS' });
  });
  expect(Object.values(environment)).toEqual([`${spare}:${join(root, 'lib')}`]);
  expect(readFileSync(join(spare, 'libexample.so.6'), 'utf8')).toBe('the library');
});

