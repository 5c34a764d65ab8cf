// manifest.json is kept true to the code, the configuration as delivered and the package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingLeaves } from '../src/api/setting-leaves.ts';
import { loadConfig } from '../src/config.ts';
import { appliesOf } from '../src/config-changes.ts';
import { CHANGE_RIGHTS, READ_RIGHTS, settingsSchema } from '../src/config-schema.ts';
import { entities as plain } from '../src/entities/index.ts';
import { AMOUNTS, isRollUp, ROLL_UP_RULE, withRollUps } from '../src/entities/roll-ups.ts';
import { installationRoot } from './support/installation.ts';
import { settingsRows } from './support/settings-rows.ts';

const { manifest, settings, policy, roles } = loadConfig({ env: {}, rootDir: installationRoot });
/** With every figure that an installation may ask for. */
const entities = withRollUps(plain, AMOUNTS);

describe('manifest.json', () => {
  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(installationRoot, 'package.json'), 'utf8')) as { version: string };
    expect(manifest.version).toBe(version);
  });

  it('names every entity with its fields, its directions and what is never written', () => {
    expect(Object.keys(manifest.entities)).toEqual([...entities.keys()]);
    for (const [name, entity] of entities) {
      const rules = [...entity.fields.keys()].map((field) => [field, isRollUp(name, field) ? ROLL_UP_RULE : policy.get(name)?.get(field)] as const);
      const neverInto = (side: string): string[] => rules.filter(([, rule]) => !rule?.flow.some((pair) => pair.endsWith(`>${side}`))).map(([field]) => field);
      expect(manifest.entities[name]).toEqual({
        label: entity.label,
        directions: [...new Set(rules.flatMap(([, rule]) => rule?.flow ?? []))],
        fields: [...entity.fields.keys()],
        neverWritten: { psa: neverInto('psa'), crm: neverInto('crm') },
        requiredToCreate: { psa: [], crm: [], ...entity.requiredToCreate },
      });
    }
  });

  it('lists every field under its personal-data category', () => {
    const categories: Record<string, Record<string, string[]>> = {};
    for (const entity of entities.values()) {
      for (const field of entity.fields.values()) ((categories[field.category] ??= {})[entity.name] ??= []).push(field.name);
    }
    expect(manifest.personalData).toEqual(categories);
  });

  it('has the roles, schedules and settings of config/', () => {
    expect(manifest.roles).toEqual(Object.keys(roles));
    expect(manifest.schedules).toEqual(settings.schedules.jobs);
    expect(manifest.settings).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(settingsSchema))));
  });

  it('calls every setting and each of its choices something, and nothing else', () => {
    const leaves = settingLeaves(manifest.settings);
    const rows = leaves.flatMap(({ path, columns }) => (appliesOf(path) === 'never' ? [] : columns.map((column) => `${path}[].${column}`)));
    expect(Object.keys(manifest.settingWords).toSorted()).toEqual([...leaves.map(({ path }) => path), ...rows].toSorted());
    for (const { path, options } of leaves) if (path !== 'rollUps.amounts') expect([path, Object.keys(manifest.settingWords[path]?.options ?? {})]).toEqual([path, options ?? []]);
    for (const { path } of leaves) expect([path, manifest.settingWords[path]?.text !== undefined]).toEqual([path, true]);
  });

  it('states the quotas that the limits as delivered use up', () => {
    const quotas = manifest.systems.flatMap((system) => system.quotas);
    const { severa, hubspot } = settings.limits;
    expect(quotas).toEqual([
      { bucket: 'severa', tier: null, callsPerDay: null, ...severa },
      ...Object.entries(hubspot.tiers).map(([tier, limit]) => ({ bucket: 'hubspot', tier, ...limit })),
      { bucket: 'hubspot-search', tier: null, callsPerDay: null, ...hubspot.search },
    ]);
  });
});

/** What stands in `code` marks. */
function codeSpans(line: string | undefined): readonly string[] {
  return [...(line ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);
}

describe('docs/configuration.md', () => {
  const page = readFileSync(join(installationRoot, 'docs/configuration.md'), 'utf8');

  it('documents every setting with its default, and no other', () => {
    const rows = settingsRows(JSON.parse(readFileSync(join(installationRoot, 'config/default.json'), 'utf8')));
    const table = page.slice(page.indexOf('## config/default.json'), page.indexOf('## config/policy.json')).match(/^\| `.*$/gm);
    expect(table).toEqual(rows);
    for (const row of rows) expect(row).not.toMatch(/\|\s*\|$/);
  });

  it('documents every environment variable that is read, and no other', () => {
    const source = ['src/config.ts', 'src/config-environment.ts', 'src/cli/exit.ts'].map((path) => readFileSync(join(installationRoot, path), 'utf8')).join('');
    const read = new Set<string>([...source.matchAll(/'((?:SAUMA|SEVERA|HUBSPOT|OIDC|DATABASE)_[A-Z_]+)'/g)].map(([, name]) => name as string));
    const table = page.slice(page.indexOf('## Environment'), page.indexOf('## config/default.json')).match(/^\| `.*$/gm) ?? [];
    const documented = new Set(table.flatMap((row) => codeSpans(row.split('|')[1])));
    expect(documented).toEqual(read);
  });

  it('lists every right', () => {
    expect(codeSpans(page.match(/^- `reads`:(.*)$/m)?.[1])).toEqual([...READ_RIGHTS]);
    expect(codeSpans(page.match(/^- `changes`:(.*)$/m)?.[1])).toEqual([...CHANGE_RIGHTS]);
  });
});
