// The shape of manifest.json, the plugin's declaration of what it is, needs, reads and writes. It is read at start and held
// true to the code by a test; what it says about a vendor's quota is the most that a connection to the real vendor may use.
import { z } from 'zod';
import { SIDES } from './core/vocabulary.ts';
import { DATA_CATEGORIES } from './entities/entity.ts';

export const MANIFEST_FILE = 'manifest.json';

const label = z.strictObject({ fi: z.string().min(1), en: z.string().min(1) });
const names = z.array(z.string().min(1));

const quota = z.strictObject({
  /** The budget the calls are taken from; a connector names it with every call. */
  bucket: z.string().min(1),
  /** The kind of vendor account it applies to; null: any. */
  tier: z.string().nullable(),
  calls: z.int().min(1),
  windowMs: z.int().min(1),
  callsPerDay: z.int().min(1).nullable(),
});

const system = z.strictObject({
  id: z.enum(['severa', 'hubspot']),
  name: z.string().min(1),
  side: z.enum(['psa', 'crm']),
  baseUrl: z.url(),
  /** The vendor's own hosts: these and everything below them. */
  hosts: names.min(1),
  auth: z.array(z.enum(['client-credentials', 'token', 'oauth'])).min(1),
  /** Feature → scopes it needs. A feature whose scope is missing is off. */
  scopes: z.record(z.string(), names.min(1)),
  quotas: z.array(quota).min(1),
});
export type System = z.infer<typeof system>;

export const manifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  description: label,
  systems: z.array(system).min(1),
  entities: z.record(
    z.string(),
    z.strictObject({
      label,
      /** Ways a change may take by the rules as delivered. */
      directions: z.array(z.templateLiteral([z.enum(SIDES), '>', z.enum(SIDES)])),
      fields: names,
      /** Fields that are never written on the side. */
      neverWritten: z.strictObject({ psa: names, crm: names }),
      requiredToCreate: z.strictObject({ psa: names, crm: names }),
    }),
  ),
  webhooks: z.array(z.strictObject({ system: z.string(), event: z.string(), entity: z.string() })),
  roles: names,
  /** JSON Schema of config/default.json. */
  settings: z.record(z.string(), z.unknown()),
  /** Dotted path of a setting, `[]` for what stands in a list → what it is called, and its description in Finnish; the English one is in the schema. */
  settingWords: z.record(z.string(), z.strictObject({ label, text: z.string().min(1).optional(), options: z.record(z.string(), label).optional(), unit: z.enum(['ms', 's', 'days', 'months']).optional() })),
  schedules: z.array(z.strictObject({ name: z.string(), job: z.string(), entity: z.string(), side: z.string(), cron: z.string(), jitterSeconds: z.int() })),
  /** Category → entity → fields. */
  personalData: z.partialRecord(z.enum(DATA_CATEGORIES), z.record(z.string(), names)),
});
export type Manifest = z.infer<typeof manifestSchema>;
