// The import rules bite: the real tree is seen whole, and a planted violation of each rule is found where it was planted.
// (Without its TypeScript parser the tool would see nothing and report success.)
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Rules {
  readonly forbidden: readonly { readonly name: string }[];
  readonly options: ICruiseOptions;
}
const { default: rules } = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as { default: Rules };

async function cruiseTree(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { options, ...ruleSet } = rules;
  const result = await cruise(folders, { ...options, ruleSet, validate: true, baseDir } as ICruiseOptions);
  return result.output as ICruiseResult;
}

function versions(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '1.0.0']));
}

/** Rule → importing file → what it imports. A file that imports nothing harmful but is alone stands for `no-orphans`. */
const planted: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['layer-lib', 'src/lib/a.ts', '../core/target.ts'],
  ['layer-core', 'src/core/a.ts', '../entities/target.ts'],
  ['layer-entities', 'src/entities/a.ts', '../connectors/connector.ts'],
  ['layer-connectors', 'src/connectors/a.ts', '../store/store.ts'],
  ['layer-store', 'src/store/a.ts', '../engine/target.ts'],
  ['layer-jobs', 'src/jobs/a.ts', '../core/target.ts'],
  ['layer-engine', 'src/engine/a.ts', '../connectors/severa/target.ts'],
  ['layer-engine', 'src/engine/b.ts', '../store/postgres/target.ts'],
  ['layer-engine', 'src/engine/c.ts', '../config.ts'],
  ['layer-erasure', 'src/erasure/a.ts', '../store/postgres/target.ts'],
  ['layer-imports', 'src/imports/a.ts', '../api/contract.ts'],
  ['layer-api', 'src/api/a.ts', '../store/postgres/target.ts'],
  ['layer-api', 'src/api/b.ts', '../connectors/hubspot/target.ts'],
  ['layer-cli', 'src/cli/a.ts', '../web/target.ts'],
  ['layer-cli', 'src/cli/b.ts', '../main.ts'],
  ['layer-web', 'src/web/a.ts', '../lib/target.ts'],
  ['layer-sandbox', 'src/sandbox/a.ts', '../core/target.ts'],
  ['layer-sandbox', 'src/sandbox/b.ts', '../connectors/connector.ts'],
  ['package-pg', 'src/store/memory/a.ts', 'pg'],
  ['package-pg', 'src/engine/d.ts', 'kysely'],
  ['package-pg-boss', 'src/engine/e.ts', 'pg-boss'],
  ['package-pg-boss', 'src/api/c.ts', 'node-cron'],
  ['package-express', 'src/cli/c.ts', 'express'],
  ['package-axios', 'src/engine/f.ts', 'axios'],
  ['package-openid-client', 'src/cli/f.ts', 'openid-client'],
  ['package-oidc-provider', 'src/api/f.ts', 'oidc-provider'],
  ['package-pdfkit', 'src/api/pdf.ts', 'pdfkit'],
  ['package-yauzl', 'src/api/zip.ts', 'yauzl'],
  ['package-yauzl', 'src/engine/csv.ts', 'csv-parse'],
  ['package-yauzl', 'src/lib/xml.ts', 'sax'],
  ['package-react', 'src/api/d.ts', 'react'],
  ['package-react', 'src/cli/e.ts', '@mantine/core'],
  ['web-packages', 'src/web/c.ts', 'pg'],
  ['web-packages', 'src/web/d.ts', 'express'],
  ['web-in-a-browser', 'src/web/e.ts', 'node:fs'],
  ['config-below-everything', 'src/config.ts', './store/store.ts'],
  ['connectors-apart', 'src/connectors/severa/a.ts', '../hubspot/target.ts'],
  ['connectors-shared', 'src/connectors/b.ts', './severa/target.ts'],
  ['no-cycles', 'src/core/round.ts', './trip.ts'],
  ['no-tests-from-src', 'src/core/b.ts', '../../tests/target.ts'],
  ['no-development-packages', 'src/core/c.ts', 'vitest'],
  ['no-undeclared-packages', 'src/core/d.ts', 'undeclared'],
  ['no-unresolvable', 'src/core/e.ts', './absent.ts'],
];
const lawful: readonly (readonly [file: string, imported: string])[] = [
  ['src/store/postgres/target.ts', 'pg'],
  ['src/connectors/severa/b.ts', '../a.ts'],
  ['src/api/e.ts', '../config.ts'],
  ['src/api/g.ts', 'openid-client'],
  ['src/sandbox/c.ts', 'oidc-provider'],
  ['src/web/b.ts', '../api/contract.ts'],
  ['src/web/f.tsx', 'react'],
  ['src/web/g.ts', '@mantine/core'],
  ['src/cli/d.ts', '../sandbox/target.ts'],
];
const targets = [
  'src/core/target.ts', 'src/entities/target.ts', 'src/engine/target.ts', 'src/lib/target.ts', 'src/web/target.ts', 'src/sandbox/target.ts',
  'src/connectors/connector.ts', 'src/connectors/severa/target.ts', 'src/connectors/hubspot/target.ts', 'src/store/store.ts',
  'src/api/contract.ts', 'src/main.ts', 'tests/target.ts', 'src/core/alone.ts',
];
const declared = ['pg', 'kysely', 'pg-boss', 'node-cron', 'express', 'axios', 'openid-client', 'oidc-provider', 'pdfkit', 'react', '@mantine/core'];

describe('import rules', () => {
  let directory: string;
  let found: readonly string[];
  const write = (file: string, text: string): void => {
    mkdirSync(join(directory, dirname(file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'layers-'));
    write('package.json', JSON.stringify({ name: 'planted', type: 'module', dependencies: versions(declared), devDependencies: versions(['vitest']) }));
    for (const name of [...declared, 'vitest', 'undeclared']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(`node_modules/${name}/index.js`, '');
    }
    for (const file of targets) write(file, 'export const value = 1;\n');
    write('src/core/trip.ts', "import type { Value } from './round.ts';\nexport type Other = Value;\n");
    for (const [file, imported] of lawful) write(file, `import '${imported}';\n`);
    for (const [index, [, file, imported]] of planted.entries()) {
      write(file, index % 2 === 0 ? `import type { Value } from '${imported}';\nexport type { Value };\n` : `export * from '${imported}';\n`);
    }
    // A package is reached by a value too: a type alone would be forgiven for a development package.
    for (const file of ['src/core/c.ts', 'src/core/d.ts']) write(file, `import '${planted.find(([, each]) => each === file)?.[2]}';\n`);
    const { summary } = await cruiseTree(directory, ['src', 'tests']);
    found = summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(planted)('%s is broken by %s importing %s', (rule, file) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  it('finds a file that stands alone', () => {
    expect(found).toContain('no-orphans src/core/alone.ts');
  });

  it.each(lawful)('%s may import %s', (file) => {
    expect(found.filter((each) => each.endsWith(` ${file}`))).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    const names = rules.forbidden.map((rule) => rule.name);
    expect(names.filter((name) => !planted.some(([rule]) => rule === name)).toSorted()).toEqual(['no-orphans']);
  });

  it('sees the whole tree, and nothing in it breaks a rule', async () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
    const { modules, summary } = await cruiseTree(root, ['src', 'tests']);
    const seen = modules.filter((module) => module.source.startsWith('src/'));
    expect(seen.length).toBeGreaterThan(files.length * 0.9);
    expect(seen.flatMap((module) => module.dependencies).length).toBeGreaterThan(files.length);
    expect(summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`)).toEqual([]);
  });
});
