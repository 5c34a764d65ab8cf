// Home of a property's definition, as HubSpot answers it. Invariant: whether a value may be written is decided by
// `modificationMetadata.readOnlyValue` and `calculated` alone, for standard and custom properties alike.

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string;
}

export type PropertyType = 'string' | 'number' | 'bool' | 'enumeration' | 'date' | 'datetime' | 'phone_number';

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly calculated: boolean;
  readonly calculationFormula?: string;
  readonly externalOptions: boolean;
  readonly referencedObjectType?: string;
  readonly hasUniqueValue: boolean;
  readonly hidden: boolean;
  readonly hubspotDefined: boolean;
  readonly formField: boolean;
  readonly dataSensitivity: string;
  readonly modificationMetadata: {
    readonly archivable: boolean;
    readonly readOnlyDefinition: boolean;
    readonly readOnlyOptions: boolean;
    readonly readOnlyValue: boolean;
  };
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  /** Display hints and other keys that are only kept and answered. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a standard property's row in the catalogue says: name, label, kind, and for enumerations the options. */
export type CatalogueRow =
  | readonly [name: string, label: string, kind: Kind]
  | readonly [name: string, label: string, kind: Kind, options: readonly (string | readonly [string, string])[]];

/** `!` marks a property whose value only HubSpot sets. */
export type Kind = BaseKind | `${BaseKind}!`;
type BaseKind = 'text' | 'textarea' | 'html' | 'phone' | 'number' | 'date' | 'datetime' | 'bool' | 'select' | 'radio' | 'checkbox' | 'owner';

const KINDS: Readonly<Record<BaseKind, readonly [PropertyType, string]>> = {
  text: ['string', 'text'],
  textarea: ['string', 'textarea'],
  html: ['string', 'html'],
  phone: ['string', 'phonenumber'],
  number: ['number', 'number'],
  date: ['date', 'date'],
  datetime: ['datetime', 'date'],
  bool: ['bool', 'booleancheckbox'],
  select: ['enumeration', 'select'],
  radio: ['enumeration', 'radio'],
  checkbox: ['enumeration', 'checkbox'],
  owner: ['enumeration', 'select'],
};

const YES_NO: readonly (readonly [string, string])[] = [
  ['true', 'True'],
  ['false', 'False'],
];

/** A standard property from its catalogue row. */
export function standardProperty(row: CatalogueRow, groupName: string, createdAt: number): PropertyDefinition {
  const [name, label, kind] = row;
  const readOnly = kind.endsWith('!');
  const base = kind.replace('!', '') as BaseKind;
  const [type, fieldType] = KINDS[base];
  const given = base === 'bool' ? YES_NO : (row[3] ?? []);
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    description: '',
    options: given.map((option, displayOrder) => {
      const [value, text] = typeof option === 'string' ? [option, option] : option;
      return { label: text, value, displayOrder, hidden: false };
    }),
    displayOrder: -1,
    calculated: false,
    externalOptions: base === 'owner',
    ...(base === 'owner' ? { referencedObjectType: 'OWNER' } : {}),
    hasUniqueValue: false,
    hidden: false,
    hubspotDefined: true,
    formField: !readOnly,
    dataSensitivity: 'non_sensitive',
    modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyOptions: readOnly, readOnlyValue: readOnly },
    createdAt,
    updatedAt: createdAt,
    archivedAt: null,
    extra: {},
  };
}
