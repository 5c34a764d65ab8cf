// Laws of the source text that no tool of ours checks by itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Source {
  readonly path: string;
  readonly text: string;
}

function filesBelow(folder: string, ending: RegExp): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(join(root, folder, path), 'utf8') }));
}

const source = filesBelow('src', /\.tsx?$/);
const everything: readonly Source[] = [...source, ...filesBelow('tests', /\.tsx?$/), ...filesBelow('docs', /\.md$/), ...filesBelow('config', /\.json$/)];

function pathsWhere(files: readonly Source[], holds: (text: string) => boolean): readonly string[] {
  return files.filter(({ text }) => holds(text)).map(({ path }) => path);
}

describe('source text', () => {
  it('is there to be read', () => {
    expect(source.length).toBeGreaterThan(20);
  });

  it('has no file of more than 300 lines', () => {
    expect(pathsWhere(source, (text) => text.trimEnd().split('\n').length > 300)).toEqual([]);
  });

  it('opens every file of src with what it is the home of', () => {
    expect(pathsWhere(source, (text) => !text.startsWith('//') && !text.startsWith('/*'))).toEqual([]);
  });

  it('reads the environment in src/config.ts only, but for the search path a child process is given', () => {
    const readers = pathsWhere(source, (text) => /process\.env\b/.test(text.replaceAll("process.env['PATH']", '')));
    expect(readers).toEqual(['src/config.ts']);
  });

  it('writes to no console', () => {
    expect(pathsWhere(source, (text) => /\bconsole\.\w+\(/.test(text))).toEqual([]);
  });

  it('names no path of the machine it was written on', () => {
    const machinePath = /\/(work|root|home|tmp)\/[a-z]/;
    expect(pathsWhere(everything, (text) => machinePath.test(text))).toEqual([]);
  });

  it('takes time and chance from outside, except where they are made', () => {
    const makers = ['src/lib/clock.ts', 'src/web/main.ts'];
    const takers = pathsWhere(source, (text) => /\bDate\.now\(|\bMath\.random\(|new Date\(\)/.test(text));
    expect(takers.filter((path) => !makers.includes(path))).toEqual([]);
  });

  it('leaves nothing for later', () => {
    const forLater = /(\/\/|\*).*\b(TODO|FIXME|XXX)\b/;
    expect(pathsWhere(source, (text) => forLater.test(text))).toEqual([]);
  });
});
