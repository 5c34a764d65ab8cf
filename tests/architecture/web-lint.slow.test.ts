// The lint rules of the web app bite: each planted fault is found, and only there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const planted: readonly (readonly [rule: string, code: string])[] = [
  ['rules-of-hooks', "import { useState } from 'react';\nexport function A({ on }: { readonly on: boolean }): null {\n  if (on) useState(1);\n  return null;\n}\n"],
  ['exhaustive-deps', "import { useEffect } from 'react';\nexport function B({ title }: { readonly title: string }): null {\n  useEffect(() => { document.title = title; }, []);\n  return null;\n}\n"],
  ['no-danger', "import type { ReactElement } from 'react';\nexport function C({ html }: { readonly html: string }): ReactElement {\n  return <div dangerouslySetInnerHTML={{ __html: html }} />;\n}\n"],
  ['jsx-no-target-blank', "import type { ReactElement } from 'react';\nexport function D({ to }: { readonly to: string }): ReactElement {\n  return <a href={to} target=\"_blank\">x</a>;\n}\n"],
  ['no-console', 'export function e(): void {\n  console.log(1);\n}\n'],
];
const fileOf = (index: number): string => `src/web/planted-${index}.tsx`;

let directory: string;
let found: readonly { readonly code: string; readonly filename: string }[];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lint-'));
  mkdirSync(join(directory, 'src/web'), { recursive: true });
  copyFileSync(join(root, '.oxlintrc.json'), join(directory, '.oxlintrc.json'));
  for (const [index, [, code]] of planted.entries()) writeFileSync(join(directory, fileOf(index)), code);
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json'], { cwd: directory, encoding: 'utf8' });
  found = (JSON.parse(stdout) as { diagnostics: typeof found }).diagnostics;
});
afterAll(() => rmSync(directory, { recursive: true }));

it.each(planted.map(([rule], index) => [rule, index] as const))('%s is found where it was planted', (rule, index) => {
  expect(found.filter(({ filename }) => filename === fileOf(index)).map(({ code }) => code)).toEqual([expect.stringContaining(`(${rule})`)]);
});
