// A copy of the installation's files in a temporary folder, to be edited by a test.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const installationRoot = resolve(import.meta.dirname, '../..');

/** Dotted path → new value; undefined removes the key. */
export type Edits = Readonly<Record<string, unknown>>;

/** Removed when the test ends. */
export function copyInstallation(): { readonly rootDir: string; edit(file: string, edits: Edits): void; write(file: string, text: string): void } {
  const rootDir = mkdtempSync(join(tmpdir(), 'installation-'));
  onTestFinished(() => rmSync(rootDir, { recursive: true }));
  cpSync(join(installationRoot, 'config'), join(rootDir, 'config'), { recursive: true });
  cpSync(join(installationRoot, 'manifest.json'), join(rootDir, 'manifest.json'));
  const write = (file: string, text: string): void => writeFileSync(join(rootDir, file), text);
  return {
    rootDir,
    write,
    edit: (file, edits) => {
      const json = JSON.parse(readFileSync(join(rootDir, file), 'utf8')) as Node;
      for (const [path, value] of Object.entries(edits)) setAt(json, path.split('.'), value);
      write(file, JSON.stringify(json));
    },
  };
}

interface Node {
  [key: string]: unknown;
}

function setAt(json: Node, path: readonly string[], value: unknown): void {
  const [last, ...parents] = path.toReversed();
  let node = json;
  for (const step of parents.toReversed()) node = node[step] as Node;
  node[last as string] = value;
}
