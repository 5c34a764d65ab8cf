// Home of the properties and groups an account has, standard and custom. Invariant: a property's name is unique within
// its object type, archived ones included: making it again restores it.
import { CATALOGUES, standardProperties } from './catalog/catalog.ts';
import { SUBSCRIPTION_DEFINITIONS } from './consent.ts';
import { OBJECT_TYPES } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Settings } from './options.ts';
import type { Pipeline } from './pipelines.ts';
import { standardProperty } from './property.ts';
import type { CatalogueRow, PropertyDefinition, PropertyOption } from './property.ts';

interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
}

export interface TypeProperties {
  readonly byName: Map<string, PropertyDefinition>;
  readonly groups: Map<string, PropertyGroup>;
}

export type PropertyRegistry = ReadonlyMap<string, TypeProperties>;

const FIRST_DAY = Date.UTC(2019, 0, 1);

export function seedProperties(settings: Settings, pipelines: ReadonlyMap<string, readonly Pipeline[]>): PropertyRegistry {
  const registry: PropertyRegistry = new Map(
    OBJECT_TYPES.map((type) => {
      const [name, label] = CATALOGUES[type.name].group;
      return [
        type.name,
        {
          byName: new Map(standardProperties(type, FIRST_DAY).map((definition) => [definition.name, definition])),
          groups: new Map([[name, { name, label, displayOrder: 0, archived: false }]]),
        },
      ];
    }),
  );
  if (!settings.dealsNameTheirCompany) registry.get('deals')?.byName.delete('hs_primary_associated_company');
  const currencies = optionsOf([settings.companyCurrency, ...settings.additionalCurrencies].map((code) => [code, code]));
  setOptions(registry, 'deals', 'deal_currency_code', currencies);
  setOptions(registry, 'line_items', 'hs_line_item_currency_code', currencies);
  setOptions(registry, 'invoices', 'hs_currency', currencies);
  for (const { id, name } of SUBSCRIPTION_DEFINITIONS) {
    const row: CatalogueRow = [`hs_email_optout_${id}`, `Opted out of email: ${name}`, 'bool!'];
    registry.get('contacts')?.byName.set(row[0], standardProperty(row, CATALOGUES.contacts.group[0], FIRST_DAY));
  }
  for (const [type, list] of pipelines) syncStageOptions(registry, type, list);
  return registry;
}

/** Stages are the options of the property they are stored in: keep both the same. */
export function syncStageOptions(registry: PropertyRegistry, type: string, pipelines: readonly Pipeline[]): void {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => [stage.id, stage.label] as const));
  if (type === 'deals') {
    setOptions(registry, type, 'dealstage', optionsOf(stages));
    setOptions(registry, type, 'pipeline', optionsOf(pipelines.map((pipeline) => [pipeline.id, pipeline.label])));
  } else setOptions(registry, type, 'lifecyclestage', optionsOf(stages));
}

function optionsOf(pairs: readonly (readonly [string, string])[]): PropertyOption[] {
  return pairs.map(([value, label], displayOrder) => ({ value, label, displayOrder, hidden: false }));
}

function setOptions(registry: PropertyRegistry, type: string, name: string, options: readonly PropertyOption[]): void {
  const byName = registry.get(type)?.byName;
  const definition = byName?.get(name);
  if (byName === undefined || definition === undefined) return;
  byName.set(name, { ...definition, options });
}

export function propertiesOf(registry: PropertyRegistry, type: ObjectType): TypeProperties {
  const properties = registry.get(type.name);
  if (properties === undefined) throw new RangeError(`no properties for ${type.name}`);
  return properties;
}

/** A property that is there and not archived. */
export function liveProperty(registry: PropertyRegistry, type: ObjectType, name: string): PropertyDefinition | null {
  const definition = propertiesOf(registry, type).byName.get(name);
  return definition === undefined || definition.archivedAt !== null ? null : definition;
}
