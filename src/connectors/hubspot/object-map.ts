// Home of what one entity is in HubSpot as data: the object type, and where each field lives: in one property, in several,
// or in associations. Invariant: a property of ours begins with `sauma_` and is made by `prepare`; every other name is
// HubSpot's own or the customer's.
import type { EntityName, FieldName, Fields, Value } from '../../core/vocabulary.ts';
import type { Entity } from '../../entities/entity.ts';
import type { CustomFieldMap } from '../options.ts';
import { codecOfKind, codecs } from './codecs.ts';
import type { Codec, ValueContext } from './codecs.ts';

export type ObjectType = 'contacts' | 'companies' | 'deals' | 'notes' | 'tasks' | 'meetings' | 'calls' | 'emails' | 'tickets';

/** As in `contact_to_company` and in what people are told. */
export const singular: Readonly<Record<ObjectType, string>> = { contacts: 'contact', companies: 'company', deals: 'deal', notes: 'note', tasks: 'task', meetings: 'meeting', calls: 'call', emails: 'email', tickets: 'ticket' };

/** Middle part of the names of its scopes: activities go with contacts. */
export function scopeOf(type: ObjectType): string {
  return type === 'companies' || type === 'deals' || type === 'tickets' ? type : 'contacts';
}

/** A field in one property. */
export interface MappedField {
  readonly field: FieldName;
  /** Names in order of preference; the last one is made when none exists and `make` is true. */
  readonly candidates: readonly string[];
  readonly codec: Codec;
  readonly make: boolean;
  /** Never written, whatever the account allows. */
  readonly readOnly: boolean;
  readonly label: string;
  /** The registry whose items are the options; null for free values. */
  readonly registry: string | null;
}

/** What a record holds of a property, trimmed; '' when it is empty or does not exist. */
export type Texts = (property: string) => string;

export interface Writing {
  readonly context: ValueContext;
  /** Values that a property accepts; null: any. undefined: there is no such property. */
  readonly options: (property: string) => readonly string[] | null | undefined;
  /** What the record held of a property at its last look; null when nobody knows. */
  readonly held: (property: string) => string | null;
  /** Everything that is written with it, and what the record showed before. */
  readonly fields: Fields;
  readonly seen: Fields;
}

/** Property → text; empty text clears. `short`: the reason why a part of what was asked for could not be done. */
export type Placed = { readonly texts: Readonly<Record<string, string>>; readonly short?: string } | { readonly cannot: string };

/** A field in several properties. What a record holds of each is kept in its handles, under the property's name. */
export interface CompositeField {
  readonly field: FieldName;
  /** The field exists where the first one does. */
  readonly properties: readonly string[];
  /** otherwise: by a call of its own, though the property is read-only. */
  readonly written: 'by-property' | 'otherwise' | 'never';
  /** undefined: not understood, so not looked at. */
  decode(texts: Texts, context: ValueContext): Value | undefined;
  encode(value: Value, at: Writing): Placed;
  /** What a read would show afterwards, where that is not simply what was placed. */
  represent?(value: Value, at: Writing): { readonly shown: Value } | { readonly cannot: string };
}

/** A field in associations. */
export interface LinkField {
  readonly field: FieldName;
  readonly to: ObjectType;
  /** primary: the one marked so. first: where none is marked, the one with the lowest id. others: all but the primary one. all: every one. */
  readonly take: 'primary' | 'first' | 'others' | 'all';
  /** Association type ids, HubSpot's own. */
  readonly unlabelled: number;
  readonly primary: number | null;
  /** Property that names the primary one where the account has it: it comes with every read. */
  readonly mirror: string | null;
  /** A replaced primary one stays associated, only without the mark. */
  readonly keepsOld: boolean;
}

export interface ObjectMap {
  readonly entity: EntityName;
  readonly type: ObjectType;
  /** Property of the last change. */
  readonly modified: string;
  /** Fields that a create is looked for by where no property of ours is unique, and that it therefore must have; null: it carries our key. */
  readonly foundBy: readonly FieldName[] | null;
  readonly fields: readonly MappedField[];
  readonly composites: readonly CompositeField[];
  readonly links: readonly LinkField[];
}

export const PROPERTY_GROUP = 'sauma';
/** Carries our key of a create: unique, so that a create is never carried out twice. */
export const KEY_PROPERTY = 'sauma_key';
export const MERGED_IDS = 'hs_merged_object_ids';
export const UPDATED_BY = 'hs_updated_by_user_id';

/** A text: HubSpot's own property. A list: the customer's, else ours. null: ours. `read`: HubSpot's own, never written. */
export type Line = readonly [codec: Codec, property: string | readonly string[] | null, how?: 'read'];

/** The fields of `lines` in their order, then the workspace's own. */
export function mapFields(entity: Entity, lines: Readonly<Record<FieldName, Line>>, customFields: readonly CustomFieldMap[]): readonly MappedField[] {
  const standard = Object.entries(lines).map(([field, [codec, property, how]]): MappedField => {
    const definition = entity.fields.get(field);
    const ours = `sauma_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    const candidates = typeof property === 'string' ? [property] : [...(property ?? []), ours];
    const registry = codec === codecs.choice || codec === codecs.set ? (definition?.registry ?? null) : null;
    return { field, candidates, codec, make: typeof property !== 'string', readOnly: how === 'read', label: definition?.label.en ?? field, registry };
  });
  const custom = customFields.filter((one) => one.entity === entity.name).map(({ field, name }): MappedField => {
    const free = field.kind === 'choice' && field.registry === null;
    const codec: Codec = free ? codecs.text : codecOfKind[field.kind];
    const registry = codec.type === 'enumeration' && codec !== codecs.owner ? field.registry : null;
    return { field: field.name, candidates: [name], codec, make: true, readOnly: false, label: field.label.en, registry };
  });
  return [...standard, ...custom];
}
