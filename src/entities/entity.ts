// What an entity is: fields that each declare themselves once. Forms, maps, reconciliation, erasure, subject access and the
// record of processing are computed from these declarations, so a field without a personal-data category cannot exist.
import type { MatchRule } from '../core/match-key.ts';
import type { PersonFields } from '../core/person-shown.ts';
import type { Comparison, FieldKind } from '../core/rule.ts';
import type { EntityName, FieldName, RemoteSide } from '../core/vocabulary.ts';

/**
 * none: never about a person. company: about an organisation, but may name a sole trader. identity / contact: names a
 * person or how to reach one. workforce: about the customer's own staff. free-text: may hold anything.
 */
export const DATA_CATEGORIES = ['none', 'company', 'identity', 'contact', 'workforce', 'free-text'] as const;
export type DataCategory = (typeof DATA_CATEGORIES)[number];

export interface FieldDefinition {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly category: DataCategory;
  readonly label: { readonly fi: string; readonly en: string };
  readonly compare: Comparison;
  /** The registry that lists the allowed keys of a choice, a ref or a set. */
  readonly registry: string | null;
  /** The entity whose records a ref or the elements of a set point to; null for plain values and registry entries. */
  readonly target: EntityName | null;
  /** Of a set: the set of the same record whose elements these are marks on. */
  readonly marks?: FieldName;
}

export interface Entity {
  readonly name: EntityName;
  readonly label: { readonly fi: string; readonly en: string };
  readonly fields: ReadonlyMap<FieldName, FieldDefinition>;
  /** Without these no record can be made on the side. */
  readonly requiredToCreate: Readonly<Partial<Record<RemoteSide, readonly FieldName[]>>>;
  /** How a counterpart is found, surest rule first. */
  readonly matching: readonly MatchRule[];
  /** Where each record is about one person: how it shows them. Null: it is about something else. */
  readonly person: PersonFields | null;
}

type FieldInput = Pick<FieldDefinition, 'kind' | 'category' | 'label'> & Partial<Pick<FieldDefinition, 'compare' | 'registry' | 'target' | 'marks'>>;

/** Throws RangeError for a field that needs a registry or a target and names none: a mistake of ours, found at import. */
export function defineEntity(input: {
  readonly name: EntityName;
  readonly label: Entity['label'];
  readonly fields: Readonly<Record<FieldName, FieldInput>>;
  readonly requiredToCreate: Entity['requiredToCreate'];
  readonly matching: Entity['matching'];
  readonly person?: PersonFields;
}): Entity {
  const fields = new Map<FieldName, FieldDefinition>();
  for (const [name, field] of Object.entries(input.fields)) {
    if ((field.kind === 'choice' || field.kind === 'ref') && !field.registry && !field.target) {
      throw new RangeError(`${input.name}.${name}: a ${field.kind} needs a registry or a target`);
    }
    fields.set(name, { compare: 'exact', registry: null, target: null, ...field, name });
  }
  return { person: null, ...input, fields };
}

/** The entity with a workspace's own fields (`custom.<key>`) added. */
export function withCustomFields(entity: Entity, custom: readonly FieldDefinition[]): Entity {
  return { ...entity, fields: new Map([...entity.fields, ...custom.map((field) => [field.name, field] as const)]) };
}
