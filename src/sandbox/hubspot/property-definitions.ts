// Home of reading a property definition from a request and showing it. Invariant: what is stored fits its type: a group
// that exists, a field type that goes with the type, options where they belong, at most ten unique properties.
import type { ObjectType } from './object-types.ts';
import type { PropertyDefinition, PropertyOption, PropertyType } from './property.ts';
import type { TypeProperties } from './property-registry.ts';
import { asList, asObject, asText, instant, invalid, textOr } from './wire.ts';
import type { Json } from './wire.ts';

const FIELD_TYPES: Readonly<Record<PropertyType, readonly string[]>> = {
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
  phone_number: ['phonenumber', 'text'],
  number: ['number', 'calculation_equation'],
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
};

const HINTS = ['numberDisplayHint', 'textDisplayHint', 'dateDisplayHint', 'currencyPropertyName', 'showCurrencySymbol', 'sensitiveDataCategories'];
const MAX_PROPERTIES = 1_000;
const MAX_UNIQUE = 10;

/** `before`: the definition an update starts from; null or left out for a new property. */
export function definitionFrom(type: ObjectType, properties: TypeProperties, input: Json, now: number, before: PropertyDefinition | null = null): PropertyDefinition {
  const name = asText(input['name'], 'name');
  const kind = asText(input['type'], 'type') as PropertyType;
  const fieldType = asText(input['fieldType'], 'fieldType');
  const groupName = asText(input['groupName'], 'groupName');
  const label = asText(input['label'], 'label');
  const hasUniqueValue = input['hasUniqueValue'] === true;
  if (before === null && !/^[a-z][a-z0-9_]*$/.test(name)) throw invalid(`Property name ${name} must start with a letter and have only lower-case letters, digits and underscores.`);
  if (!Object.hasOwn(FIELD_TYPES, kind) || !FIELD_TYPES[kind].includes(fieldType)) throw invalid(`Field type ${fieldType} is not valid for type ${kind}.`);
  if (!properties.groups.has(groupName)) throw invalid(`Property group ${groupName} does not exist.`, { subCategory: 'Properties.GROUP_DOES_NOT_EXIST' });
  const options = optionsFrom(kind, input);
  if (before === null) {
    const live = [...properties.byName.values()].filter((each) => each.archivedAt === null && !each.hubspotDefined);
    if (live.length >= MAX_PROPERTIES) throw invalid(`There can be at most ${MAX_PROPERTIES} properties on ${type.name}.`);
    if (hasUniqueValue && type.name === 'products') throw invalid('Unique properties are not supported on products.');
    if (hasUniqueValue && live.filter((each) => each.hasUniqueValue).length >= MAX_UNIQUE) throw invalid(`There can be at most ${MAX_UNIQUE} unique properties on ${type.name}.`);
  }
  return {
    name,
    label,
    type: kind,
    fieldType,
    groupName,
    description: textOr(input['description'], ''),
    options,
    displayOrder: Number(input['displayOrder'] ?? -1),
    calculated: fieldType === 'calculation_equation',
    ...(typeof input['calculationFormula'] === 'string' ? { calculationFormula: input['calculationFormula'] } : {}),
    externalOptions: input['externalOptions'] === true,
    ...(typeof input['referencedObjectType'] === 'string' ? { referencedObjectType: input['referencedObjectType'] } : {}),
    hasUniqueValue,
    hidden: input['hidden'] === true,
    hubspotDefined: false,
    formField: input['formField'] === true,
    dataSensitivity: textOr(input['dataSensitivity'], 'non_sensitive'),
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyOptions: false, readOnlyValue: false },
    createdAt: now,
    updatedAt: now,
    archivedAt: null,
    extra: Object.fromEntries(HINTS.filter((hint) => input[hint] !== undefined).map((hint) => [hint, input[hint]])),
  };
}

function optionsFrom(kind: PropertyType, input: Json): PropertyOption[] {
  const options = asList(input['options'] ?? [], 'options').map((raw, order) => {
    const option = asObject(raw, 'an option');
    return {
      label: asText(option['label'], 'label'),
      value: asText(option['value'], 'value'),
      displayOrder: Number(option['displayOrder'] ?? order),
      hidden: option['hidden'] === true,
      ...(typeof option['description'] === 'string' ? { description: option['description'] } : {}),
    };
  });
  const values = options.map((option) => option.value);
  if (new Set(values).size !== values.length) throw invalid('Option values must be unique.');
  if (kind === 'bool' && values.toSorted().join() !== 'false,true') throw invalid('A bool property needs exactly the options true and false.');
  return options;
}

export function presentProperty(definition: PropertyDefinition): Record<string, unknown> {
  const { archivedAt, createdAt, updatedAt, extra, ...rest } = definition;
  return {
    ...rest,
    ...extra,
    createdAt: instant(createdAt),
    updatedAt: instant(updatedAt),
    archived: archivedAt !== null,
    ...(archivedAt === null ? {} : { archivedAt: instant(archivedAt) }),
  };
}
