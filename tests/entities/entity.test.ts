// Entities declare their fields whole: category, labels and, where keys are meant, the registry that lists them.
import { describe, expect, it } from 'vitest';
import { DATA_CATEGORIES, defineEntity, withCustomFields } from '../../src/entities/entity.ts';
import type { FieldDefinition } from '../../src/entities/entity.ts';
import { entities } from '../../src/entities/index.ts';
import { FIELD_KINDS } from '../../src/core/rule.ts';

const label = { fi: 'Kenttä', en: 'Field' };
const every = [...entities.values()].flatMap((entity) => [...entity.fields.values()].map((field) => [`${entity.name}.${field.name}`, field] as const));

describe('every field of every entity', () => {
  it.each(every)('%s has a kind, a category, two labels and a comparison that fits', (_, field) => {
    expect(FIELD_KINDS).toContain(field.kind);
    expect(DATA_CATEGORIES).toContain(field.category);
    expect([field.label.fi.trim(), field.label.en.trim()]).not.toContain('');
    if (field.kind !== 'text' && field.kind !== 'ref') expect(field.compare).toBe('exact');
  });

  it.each(every.filter(([, field]) => field.kind === 'choice' || field.kind === 'ref'))('%s names the registry of its keys, or the entity that it points to', (_, field) => {
    expect(field.registry ?? field.target).toMatch(/^[a-z][A-Za-z]*$/u);
    if (field.target !== null) expect([...entities.keys()]).toContain(field.target);
  });
});

describe('every entity', () => {
  it.each([...entities])('%s matches and is created by fields that it has, and each label names one field', (name, entity) => {
    expect(entity.name).toBe(name);
    const used = [...entity.matching.flatMap((rule) => rule.fields), ...Object.values(entity.requiredToCreate).flat()];
    expect(used.filter((field) => !entity.fields.has(field as string))).toEqual([]);
    for (const language of ['fi', 'en'] as const) {
      const labels = [...entity.fields.values()].map((field) => field.label[language]);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it.each([...entities])('%s never joins by name alone', (_, entity) => {
    expect(entity.matching.filter((rule) => rule.kind === 'name' && rule.certain)).toEqual([]);
  });
});

describe('an entity', () => {
  it.each(['choice', 'ref'] as const)('cannot be defined with a %s that names neither a registry nor a target', (kind) => {
    const define = () => defineEntity({ name: 'thing', label, requiredToCreate: {}, matching: [], fields: { stage: { kind, category: 'none', label } } });
    expect(define).toThrow(new RangeError(`thing.stage: a ${kind} needs a registry or a target`));
  });

  it('compares a field exactly unless it says otherwise', () => {
    const entity = defineEntity({ name: 'thing', label, requiredToCreate: {}, matching: [], fields: { size: { kind: 'number', category: 'none', label } } });
    expect(entity.fields.get('size')).toEqual({ name: 'size', kind: 'number', category: 'none', label, compare: 'exact', registry: null, target: null });
  });

  it('takes a workspace\'s own fields without touching the common one', () => {
    const entity = defineEntity({ name: 'thing', label, requiredToCreate: {}, matching: [], fields: { size: { kind: 'number', category: 'none', label } } });
    const own: FieldDefinition = { name: 'custom.colour', kind: 'text', category: 'none', label, compare: 'text', registry: null, target: null };
    expect([...withCustomFields(entity, [own]).fields.keys()]).toEqual(['size', 'custom.colour']);
    expect([...entity.fields.keys()]).toEqual(['size']);
  });
});
