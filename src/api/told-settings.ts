// The settings as people see them: those of the files in their order, then what config/policy.json says of gates and deletions.
// Invariant: what is told as changed is the last change of each; a value that the file would be refused for is never told as in force.
import type { z } from 'zod';
import { appliesOf, deletesPath, gatePath, valueAt } from '../config-changes.ts';
import type { SettingChanges } from '../config-changes.ts';
import type { Config } from '../config.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { Side } from '../core/vocabulary.ts';
import { ROLL_UPS } from '../entities/roll-ups.ts';
import type { SettingOverride } from '../store/store.ts';
import type { CONTRACTS } from './contract.ts';
import type { ApiWorkspace } from './route.ts';
import { settingLeaves } from './setting-leaves.ts';
import type { SettingLeaf } from './setting-leaves.ts';

type ToldSetting = z.output<typeof CONTRACTS.settings.answer>['settings'][number];
type Label = ToldSetting['label'];
type Option = NonNullable<ToldSetting['options']>[number];

const FILES = { settings: 'config/default.json', policy: 'config/policy.json' } as const;
const SIDE_LABEL: Readonly<Record<Side, string>> = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' };
const DELETE_OPTIONS: readonly Option[] = [
  { key: 'ask', label: { fi: 'Kysytään ihmiseltä', en: 'Ask a person' } },
  { key: 'unlink', label: { fi: 'Muut jatkavat ilman sitä', en: 'The others go on without it' } },
  { key: 'archive', label: { fi: 'Muutkin arkistoidaan', en: 'Archive the others too' } },
];

export async function toldSettings(workspace: ApiWorkspace): Promise<z.output<typeof CONTRACTS.settings.answer>> {
  const { setup, store } = workspace;
  const overrides = new Map((await store.settings()).map((one) => [one.path, one]));
  const missing = await missingScopes(workspace);
  const settings = [...settingLeaves(setup.installed.manifest.settings).map((leaf) => fromFile(setup, leaf, overrides, missing)), ...fromPolicy(setup.installed, overrides)];
  return { settings, waiting: settings.filter(({ waits }) => waits).length };
}

/** The last change of each setting, as the configuration takes it. */
export function changesOf(overrides: readonly SettingOverride[]): SettingChanges {
  return new Map(overrides.map(({ path, value }) => [path, value]));
}

type Overrides = ReadonlyMap<string, SettingOverride>;
type Missing = Readonly<Record<string, readonly string[]>>;

function fromFile({ installed, started }: ApiWorkspace['setup'], leaf: SettingLeaf, overrides: Overrides, missing: Missing): ToldSetting {
  const { path, kind, columns, columnOptions, optionalColumns, least, most, whole } = leaf;
  const words = installed.manifest.settingWords[path];
  const file = valueAt(installed.settings, path);
  const standing = standingOf(path, file, overrides);
  return {
    path,
    kind,
    label: words?.label ?? { fi: path, en: path },
    text: { fi: words?.text ?? leaf.text, en: leaf.text },
    options: optionsOf(leaf.options, (value) => words?.options?.[value] ?? amountLabel(installed, value)),
    columns: columns.map((name) => {
      const said = installed.manifest.settingWords[`${path}[].${name}`];
      return { name, label: said?.label ?? { fi: name, en: name }, options: optionsOf(columnOptions[name] ?? null, (value) => said?.options?.[value] ?? null), optional: optionalColumns.includes(name) };
    }),
    least,
    most: most === Number.MAX_SAFE_INTEGER ? null : most,
    whole,
    unit: words?.unit ?? null,
    file: FILES.settings,
    ...standing,
    waits: standing.applies === 'start' && !countsAtOnce(path, standing.current) && JSON.stringify(valueAt(started.settings, path)) !== JSON.stringify(standing.current),
    needs: needsOf(installed, path, missing),
  };
}

/** Closing a connection for writing needs no new start; opening it does. */
function countsAtOnce(path: string, value: unknown): boolean {
  return /^connections\.\w+\.mode$/u.test(path) && value === 'read-only';
}

/** What of the policy is set per entity and side: when records are made in the PSA, and what a deletion means. */
function fromPolicy(installed: Config, overrides: Overrides): readonly ToldSetting[] {
  const plain = { columns: [], least: null, most: null, whole: false, unit: null, file: FILES.policy, waits: false, needs: [] } as const;
  return [...installed.entities.values()].flatMap(({ name, label }): readonly ToldSetting[] => {
    const gate = gatePath(name, 'psa');
    const gates: readonly ToldSetting[] = appliesOf(gate) === 'never' ? [] : [{
      ...plain,
      path: gate,
      kind: 'gate',
      label: { fi: `${label.fi}: milloin luodaan Severaan`, en: `${label.en}: when it is made in Severa` },
      text: { fi: 'Mitä pitää olla totta ennen kuin tietue luodaan Severaan.', en: 'What must hold before a record is made in Severa.' },
      options: null,
      ...standingOf(gate, installed.gates.get(name)?.psa ?? { anyOf: [], unless: [] }, overrides),
    }];
    const deletes = SIDES.map((side): ToldSetting => ({
      ...plain,
      path: deletesPath(name, side),
      kind: 'choice',
      label: { fi: `${label.fi}: poisto järjestelmässä ${SIDE_LABEL[side]}`, en: `${label.en}: gone in ${SIDE_LABEL[side]}` },
      text: { fi: `Mitä tapahtuu muille, kun tietue on poistunut järjestelmästä ${SIDE_LABEL[side]}.`, en: `What becomes of the others when a record is gone in ${SIDE_LABEL[side]}.` },
      options: DELETE_OPTIONS,
      ...standingOf(deletesPath(name, side), installed.deletes.get(name)?.[side] ?? 'ask', overrides),
    }));
    return [...gates, ...deletes];
  });
}

function standingOf(path: string, file: unknown, overrides: Overrides): Pick<ToldSetting, 'current' | 'installed' | 'applies' | 'isOverridden' | 'changed'> {
  const applies = appliesOf(path);
  const change = applies === 'never' ? undefined : overrides.get(path);
  const isOverridden = change !== undefined && change.value !== null;
  const told = (value: unknown): unknown => (applies === 'never' && Array.isArray(value) && value.some((one) => typeof one === 'object') ? value.length : value);
  return { current: told(isOverridden ? change.value : file), installed: told(file), applies, isOverridden, changed: change === undefined ? null : { version: change.version, by: change.by, at: change.at } };
}

function optionsOf(values: readonly string[] | null, labelOf: (value: string) => Label | null): readonly Option[] | null {
  return values?.map((key) => ({ key, label: labelOf(key) ?? { fi: key, en: key } })) ?? null;
}

/** `account.netInvoiced`: what a figure of ours is called, and whose it is. */
function amountLabel({ manifest }: Config, value: string): Label | null {
  const [entity = '', field = ''] = value.split('.');
  const figure = ROLL_UPS.get(entity)?.find(({ definition }) => definition.name === field)?.definition.label;
  const whose = manifest.entities[entity]?.label;
  return figure === undefined || whose === undefined ? null : { fi: `${whose.fi}: ${figure.fi}`, en: `${whose.en}: ${figure.en}` };
}

function needsOf({ manifest }: Config, path: string, missing: Missing): ToldSetting['needs'] {
  const feature = /^features\.(\w+)$/u.exec(path)?.[1];
  if (feature === undefined) return [];
  return manifest.systems.flatMap(({ name, scopes }) => {
    const wanted = [...new Set(Object.entries(scopes).flatMap(([key, needed]) => (key.startsWith(`${feature}.`) ? needed : [])))];
    return wanted.length === 0 ? [] : [{ system: name, scopes: wanted, missing: wanted.filter((scope) => missing[name]?.includes(scope)) }];
  });
}

/** By the name of a system: scopes that its last test did not find. */
async function missingScopes({ setup, store }: ApiWorkspace): Promise<Missing> {
  const found: Record<string, readonly string[]> = {};
  for (const { name, side } of setup.installed.manifest.systems) {
    const checked = (await store.fact(`checked:${side}`)) as { readonly missing?: Readonly<Record<string, readonly string[]>> } | null;
    found[name] = Object.values(checked?.missing ?? {}).flat();
  }
  return found;
}
