// Home of HubSpot's reply shapes. Invariant: only what we use is looked at, unknown keys and missing optional keys are
// fine, and ids are text whether they came as text or as numbers.
import { z } from 'zod';

const id = z.union([z.string().min(1), z.number()]).transform(String);
const text = z.string().nullish().transform((value) => value ?? null);
const flag = z.boolean().nullish().transform((value) => value ?? false);
/** Values are text or null by contract; a number or a truth value is taken as its text. */
const cell = z.union([z.string(), z.number(), z.boolean()]).nullish().transform((value) => (value === null || value === undefined ? null : String(value)));

const paging = z
  .looseObject({ next: z.looseObject({ after: id }).nullish() })
  .nullish()
  .transform((value) => value?.next?.after ?? null);

/** Ids by object type, whose name may have spaces; a primary company shows twice, under two types. */
const inlineSchema = z
  .record(z.string(), z.looseObject({ results: z.array(z.looseObject({ id, type: text })), paging }))
  .nullish()
  .transform((value) => value ?? {});

const recordSchema = z.looseObject({
  id,
  properties: z.record(z.string(), cell).nullish().transform((value) => value ?? {}),
  updatedAt: text,
  archived: flag,
  objectWriteTraceId: text,
  associations: inlineSchema,
});
export type WireRecord = z.infer<typeof recordSchema>;

const context = z.record(z.string(), z.unknown()).nullish().transform((value) => value ?? {});
const rowErrorSchema = z.looseObject({
  category: text,
  message: text,
  context,
  errors: z.array(z.looseObject({ code: text, message: text, context })).nullish().transform((value) => value ?? []),
});
export type WireRowError = z.infer<typeof rowErrorSchema>;

export const pageSchema = z.looseObject({ results: z.array(recordSchema), paging });
export const batchSchema = z.looseObject({
  results: z.array(recordSchema),
  errors: z.array(rowErrorSchema).nullish().transform((value) => value ?? []),
});
export { recordSchema, rowErrorSchema };

export const associationsSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      from: z.looseObject({ id }),
      to: z.array(z.looseObject({ toObjectId: id, associationTypes: z.array(z.looseObject({ category: z.string(), typeId: z.number() })) })),
      paging,
    }),
  ),
});
export const associatedSchema = z.looseObject({ errors: z.array(rowErrorSchema).nullish().transform((value) => value ?? []) });

const stageSchema = z.looseObject({
  id,
  label: z.string(),
  displayOrder: z.number().nullish().transform((value) => value ?? 0),
  archived: flag,
  metadata: z.record(z.string(), cell).nullish().transform((value) => value ?? {}),
});
export const pipelinesSchema = z.looseObject({
  results: z.array(z.looseObject({ id, label: z.string(), displayOrder: z.number().nullish().transform((value) => value ?? 0), archived: flag, stages: z.array(stageSchema) })),
});

const optionSchema = z
  .looseObject({ label: text, value: z.string(), hidden: flag })
  .transform(({ label, value, hidden }) => ({ label: label ?? value, value, hidden }));
export const propertySchema = z.looseObject({
  name: z.string().min(1),
  type: z.string(),
  fieldType: text,
  groupName: text,
  options: z.array(optionSchema).nullish().transform((value) => value ?? []),
  calculated: flag,
  archived: flag,
  externalOptions: flag,
  referencedObjectType: text,
  hasUniqueValue: z.boolean().nullish(),
  modificationMetadata: z.looseObject({ readOnlyValue: flag }).nullish(),
});
export type WireProperty = z.infer<typeof propertySchema>;
export const propertiesSchema = z.looseObject({ results: z.array(propertySchema) });
export const propertyBatchSchema = z.looseObject({
  results: z.array(propertySchema),
  errors: z.array(rowErrorSchema).nullish().transform((value) => value ?? []),
});

export const ownersSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      id,
      email: text,
      firstName: text,
      lastName: text,
      archived: flag,
      userId: z.union([z.number(), z.string()]).nullish(),
      userIdIncludingInactive: z.union([z.number(), z.string()]).nullish(),
    }),
  ),
  paging,
});

export const accountDetailsSchema = z.looseObject({ portalId: id, companyCurrency: text, timeZone: text });

/** What an address has said about being written to. */
export const subscriptionsSchema = z.looseObject({
  results: z.array(z.looseObject({ subscriptionId: id, subscriptionName: text, status: z.string(), legalBasis: text })),
});
