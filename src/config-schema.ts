// The shapes of the files in config/. Strict: a key that is not declared here refuses the start. Every key says what it
// means; docs/configuration.md and the settings schema in manifest.json are held to these declarations by tests.
import { z } from 'zod';
import { SIDES, type FieldName } from './core/vocabulary.ts';
import { ACTIVITY_KINDS } from './entities/activity.ts';
import { DATA_CATEGORIES } from './entities/entity.ts';
import { AMOUNTS } from './entities/roll-ups.ts';
import { jobName, jobSide, scheduleName } from './jobs/jobs.ts';

const sides = z.enum(SIDES);
const order = z
  .array(sides)
  .min(1)
  .refine((list) => new Set(list).size === list.length, { message: 'names a side twice' });
const pair = z.enum(['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm']);
const label = z.strictObject({
  fi: z.string().min(1).describe('What people see in Finnish.'),
  en: z.string().min(1).describe('What people see in English.'),
});

const ruleInput = z.strictObject({
  flow: z.union([z.literal('both'), z.array(pair)]).describe('Ways a change may take: "both" for every way, or a list like ["psa>crm", "psa>local"]; an empty list keeps the field out of sync.'),
  onConflict: z.union([z.enum(['ask', 'newest', 'fill-blank', 'restrictive']), order]).describe('Who wins when several sides changed: an order of sides, ask, newest, fill-blank or restrictive.'),
  onFirst: z.union([z.literal('ask'), order]).describe('Whose value is kept at the first meeting, when both have one: an order of sides, or ask.'),
});
export type RuleInput = z.infer<typeof ruleInput>;

const condition = z.union([
  z.strictObject({
    field: z.string().describe('A field that some side must show'),
    in: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1).describe('with one of these values'),
    within: z.strictObject({ field: z.string(), months: z.int().min(1).max(1200) }).optional().describe('and a date field no further back than so many months.'),
  }),
  z.strictObject({ referredBy: z.string().describe('An entity of which some record points to this one.') }),
]);
const gate = z.strictObject({
  anyOf: z.array(condition).describe('One of these must hold before a record is made on the side; an empty list asks for nothing.'),
  unless: z.array(condition).describe('None of these may hold.'),
});
const DELETE_POLICIES = ['archive', 'unlink', 'ask'] as const;
export type DeletePolicy = (typeof DELETE_POLICIES)[number];
const deletePolicy = z.enum(DELETE_POLICIES).describe('What a record that is gone on this side means for the others: archive them too, go on without this side, or ask a person.');

/** config/policy.json: entity → default rule and what differs from it per field, gates per side, and what a deletion means. */
export const policySchema = z.record(
  z.string(),
  z.strictObject({
    gates: z.strictObject({ psa: gate, crm: gate, local: gate }).partial().default({}),
    deletes: z.strictObject({ psa: deletePolicy, crm: deletePolicy, local: deletePolicy }).partial().default({}),
    default: ruleInput,
    fields: z.record(z.string(), ruleInput.partial()),
  }),
);

const limit = z.strictObject({
  calls: z.int().min(1).describe('Calls allowed in one window.'),
  windowMs: z.int().min(1).describe('Length of the window in milliseconds.'),
});
export type Limit = z.infer<typeof limit>;

const tier = limit.extend({ callsPerDay: z.int().min(1).nullable().describe('Calls allowed in one day; null when there is no such limit.') });
const timeoutMs = z.int().min(1000).max(600_000);
const share = z.number().min(0).max(1).describe('Updates of one side within a day that pass without a question, as a part of the linked records, 0 to 1.');
const mode = z.enum(['read-only', 'read-write']).describe('read-only: it is read and never written. Forbidding to write counts at once, allowing it from the next start on.');
const guardMode = z
  .enum(['each', 'batch', 'off'])
  .describe('The look for a newer value before updates: each before every one, batch before a batch, off never.');

const job = z.strictObject({
  name: scheduleName.describe('Unique name.'),
  job: jobName.describe('cycle: carry on what changed. money: the same, with billable work and invoices. sweep: compare everything. deep: read the fields that only a look at each record shows, and all billable work and invoices anew.'),
  entity: z.string().describe('The entity it is about; all for every one, in the order they depend on each other.'),
  side: jobSide.describe('Whose changes are read: psa, crm or both. What is found is written wherever the rules say.'),
  cron: z.string().describe('When: minute, hour, day of month, month, day of week; with six fields seconds come first.'),
  jitterSeconds: z.int().min(0).max(3600).describe('It comes up to so many seconds later: always the same for one workspace, so that workspaces spread out.'),
});

const sizeClass = z.strictObject({
  employees: z.int().min(0).describe('At least so many employees.'),
  revenue: z.number().min(0).describe("At least so much revenue a year, in the organisation's currency."),
});

const customField = z.strictObject({
  entity: z.string().describe('The entity that gets the field.'),
  key: z.string().regex(/^[a-z][A-Za-z0-9]*$/).describe('The field becomes custom.<key>.'),
  kind: z.enum(['text', 'number', 'date', 'bool']).describe('Kind of value.'),
  category: z.enum(DATA_CATEGORIES).describe('Personal-data category; decides what erasure and access exports do with it.'),
  label,
  names: z.strictObject({
    psa: z.string().min(1).describe("The custom property's name in the PSA."),
    crm: z.string().min(1).describe("The property's name in the CRM; made there when it does not exist."),
  }),
  rule: ruleInput.partial().optional(),
});
export type CustomField = z.infer<typeof customField>;

/** config/default.json */
const callsPerMinute = z.int().min(1).max(1_000_000);

export const settingsSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/).describe('Currency of the organisation, ISO 4217.'),
  businessIdProperties: z
    .array(z.string().regex(/^[a-z][a-z0-9_]*$/))
    .min(1)
    .describe('CRM properties that may hold the business ID; the first one found is used.'),
  freeMailDomains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).describe('Mail domains of the public, which never tell one company from another.'),
  customFields: z.array(customField).describe('Fields of your own that are kept the same too.'),
  limits: z.strictObject({
    severa: limit.describe('Calls to Severa.'),
    hubspot: z.strictObject({
      tier: z.enum(['free', 'professional', 'enterprise', 'marketplace']).describe('The row of tiers that fits the HubSpot account.'),
      tiers: z.strictObject({ free: tier, professional: tier, enterprise: tier, marketplace: tier }).describe('Calls to HubSpot per kind of account.'),
      search: limit.describe('Searches in HubSpot, which have a limit of their own.'),
    }),
  }),
  connections: z.strictObject({
    severa: z.strictObject({ mode, timeoutMs: timeoutMs.describe('How long one call may take.') }),
    hubspot: z.strictObject({ mode, timeoutMs: timeoutMs.describe('How long one call may take.') }),
  }),
  searchLagMs: z.int().min(0).max(600_000).describe("How far HubSpot's search index may be behind; changes younger than this wait for the next poll."),
  stageMap: z
    .array(
      z.strictObject({
        pipeline: z.string().min(1).optional().describe('Id or label of the pipeline in the CRM; without it the stage is looked for in all of them.'),
        stage: z.string().min(1).describe('Id or label of the stage in the CRM.'),
        status: z.string().min(1).describe('Id or name of the sales status in the PSA.'),
      }),
    )
    .describe('Deal stages whose sales status is not the one that their name or probability suggests.'),
  features: z
    .strictObject({
      activities: z.boolean().describe('Tasks, meetings and calls too. Without it nothing about them is asked for, and no right to.'),
      money: z.boolean().describe('Projects, work, proposals and invoices out of the PSA, and the figures about them. Without it nothing about them is asked for, and no right to.'),
      touches: z.boolean().describe('When somebody was last in touch, as the CRM has logged it: e-mails, meetings, calls and tasks, never what was said.'),
    })
    .describe('What is synced only when it is switched on.'),
  activityTypes: z
    .array(
      z.strictObject({
        type: z.string().min(1).describe('Name or id of the activity type in the PSA.'),
        kind: z.enum([...ACTIVITY_KINDS, 'none']).describe('What its activities are: task, meeting or call; none leaves them out.'),
      }),
    )
    .describe('Activity types that mean something else than their category says: tasks are tasks, calendar entries meetings, sales events calls, and personal entries and absences are left out.'),
  rollUps: z
    .strictObject({
      amounts: z
        .array(z.enum(AMOUNTS as readonly [string, ...string[]]))
        .describe('Sums of money that go to the CRM, each by its name; everybody who sees the record there sees them. Dates, counts and classes go without being named.'),
    })
    .describe('Figures that go to the CRM.'),
  billing: z
    .strictObject({
      rateDirection: z
        .enum(['organisation-per-unit', 'units-per-organisation'])
        .describe("What a rate of the PSA says: the organisation's currency for one unit of the other, or units of the other for one of the organisation's."),
      valueClasses: z
        .strictObject({
          a: z.number().min(0).describe("Net invoiced within 12 months, in the organisation's currency, from which an account is of class A."),
          b: z.number().min(0).describe('The same for class B; below it is C.'),
        })
        .describe('Value class of an account.'),
      sizeClasses: z
        .strictObject({ medium: sizeClass.describe('From here on an account is of medium size.'), large: sizeClass.describe('From here on it is large.') })
        .describe('Size class of an account: either of the two is enough.'),
      dormantMonths: z.int().min(1).max(120).describe('A customer with no work and no invoice for so many months is dormant.'),
      unplannedDays: z.int().min(0).max(3650).describe('Work that may be billed, with no planned billing, is listed as missing after so many days.'),
      historyReadsPerCycle: z.int().min(0).max(1000).describe('Sales cases whose status history is read in one cycle because their status has changed, one call each; those that nobody has read yet come with the nightly look.'),
    })
    .describe('How billable work is counted and classed.'),
  linksPerBatch: z.int().min(1).max(5000).describe('Links taken into work at a time.'),
  cycleSeconds: z.int().min(5).max(3600).describe('A cycle takes no more work after this long and the next one follows at once, so that an edit need not wait for a long backfill.'),
  leaseMs: z.int().min(5000).max(3_600_000).describe('A worker that has said nothing for this long loses its feed or its links to another worker.'),
  guard: z.strictObject({
    updates: z.strictObject({
      atLeast: z.int().min(0).describe('So many updates of one side always pass within a day, however few linked records there are.'),
      share,
    }),
    deletes: z.strictObject({
      atLeast: z.int().min(0).describe('So many records may vanish from one side, or be taken out of use there, within a day, however few there are.'),
      share: z.number().min(0).max(1).describe('Records that may vanish from one side, or be taken out of use there, within a day without a question, as a part of the linked records, 0 to 1.'),
    }),
  }),
  sweepLooks: z.int().min(1).max(100_000).describe('Records that a sweep did not show and that are looked at one by one in one cycle; the rest comes in the next cycles.'),
  retention: z.strictObject({
    beforeImageDays: z.int().min(1).max(3650).describe('So long what a run replaced is kept, sealed; so long a run can be undone.'),
    journalDays: z.int().min(1).max(3650).describe('So long the journal and the list of runs are kept.'),
    conflictDays: z.int().min(1).max(3650).describe('So long conflicts and matches that are decided are kept.'),
    billingMoveDays: z.int().min(1).max(3650).describe('So long it is kept what moved in the billable flow; the flow itself is not touched.'),
    accessLogDays: z.int().min(1).max(3650).describe('So long it is kept who has seen which contact.'),
    peopleDays: z.int().min(1).max(3650).describe('So long after their last sign-in people who use Sauma are kept, and so long the audit names who did something; its lines stay.'),
  }),
  privacy: z.strictObject({
    controller: z.string().max(200).describe('Who answers for the data, as letters, receipts and access exports name them; empty: they leave a place for it.'),
    financialYearEnd: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
      .describe('Month and day on which the financial year ends, as 12-31: what bookkeeping rests on is kept six years from the end of that calendar year.'),
    alarmDays: z.array(z.int().min(1).max(31)).max(5).describe('So many days before the deadline of a request to be forgotten the privacy officer is told.'),
    requestDays: z.int().min(0).max(365).describe('So long after its end a request to be forgotten still tells who it was about; 0: not at all.'),
    legalBasis: z
      .strictObject({
        required: z.boolean().describe('True: no record of a contact is made in a system as long as nobody has recorded on what ground the contact is kept.'),
        defaults: z
          .strictObject({
            psa: z.string().max(200).describe('The ground of everybody whom the PSA has a contact person of; empty: that says nothing.'),
            crm: z.string().max(200).describe('The ground of everybody whom the CRM has a contact of; empty: that says nothing.'),
          })
          .describe('Grounds that hold unless another one is recorded.'),
      })
      .describe('On what ground contacts are kept.'),
  }),
  guardedWrite: z.strictObject({
    severa: z.strictObject({ mode: guardMode, size: z.int().min(1).max(100).describe('Updates in one batch.') }),
    hubspot: z.strictObject({ mode: guardMode }),
    freshMs: z.int().min(0).max(600_000).describe('A record of HubSpot that was looked at by id or list less than this long ago needs no second look.'),
  }),
  schedules: z.strictObject({
    timeZone: z.string().refine(isTimeZone, { message: 'is not a time zone; use a name like Europe/Helsinki' }).describe('IANA time zone that the times are in.'),
    jobs: z
      .array(job)
      .refine((list) => new Set(list.map((entry) => entry.name)).size === list.length, { message: 'has two jobs of one name' })
      .describe('What is done by itself, and when.'),
  }),
  login: z
    .strictObject({
      claim: z.string().min(1).describe("The claim of the identity provider that tells a person's groups or roles; dots lead into it, as in realm_access.roles."),
      map: z
        .array(
          z.strictObject({
            value: z.string().min(1).describe('A value of the claim, as the identity provider sends it.'),
            roles: z.array(z.string()).min(1).describe('Roles of config/roles.json that whoever has the value gets.'),
            workspaces: z.array(z.string()).min(1).describe('The workspaces in which it gives them; * is every one.'),
          }),
        )
        .describe('What the values of the claim give; a person gets what all of theirs give together. Who has none of them may not enter.'),
      scopes: z.array(z.string().regex(/^[\w.:/-]+$/)).describe('Scopes that are asked for at the sign-in besides openid.'),
      hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).describe('Hosts of the identity provider besides the one in its address; nothing else is ever called for a sign-in.'),
    })
    .describe('How people sign in, when the identity provider is set in the environment.'),
  server: z.strictObject({
    callsPerMinute: z
      .strictObject({
        caller: callsPerMinute.describe('Calls of one session or token.'),
        address: callsPerMinute.describe('Calls from one address, whoever makes them.'),
        signIn: callsPerMinute.describe('Sign-ins and installs that are begun from one address.'),
        refused: callsPerMinute.describe('Calls that are refused for want of a valid session, token or ticket: of one session or token, or of one address where none is sent.'),
      })
      .describe('What is answered within one minute; above that, 429 until the minute is over.'),
    trustedProxies: z.array(z.string().regex(/^(loopback|[\da-fA-F.:]+(\/\d{1,3})?)$/)).describe('Addresses of proxies in front of the server, whose word about where a call came from is taken: IP addresses, networks such as 10.0.0.0/8, or loopback for this machine.'),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const READ_RIGHTS = [
  'configuration', 'runs', 'inboxes', 'audit', 'accounts', 'contacts', 'consents', 'salesCases', 'activities', 'touches', 'funnel',
  'purchaseHistory', 'billableFlow', 'invoices', 'amounts', 'erasures', 'subjectExports', 'retention', 'recordOfProcessing', 'accessLog',
] as const;
export const CHANGE_RIGHTS = [
  'connections', 'schedules', 'fieldRules', 'roles', 'pause', 'runs', 'settings', 'accounts', 'contacts', 'salesCases', 'conflicts', 'matches', 'held', 'lifecycle',
  'billingRemarks', 'leadHandOver', 'erasures', 'subjectExports', 'retention', 'restrictions',
] as const;

/** config/roles.json: role → what its people may read and change. */
export const rolesSchema = z.record(
  z.string().regex(/^[a-z][A-Za-z]*$/),
  z.strictObject({ label, reads: z.array(z.enum(READ_RIGHTS)), changes: z.array(z.enum(CHANGE_RIGHTS)) }),
);
export type Roles = z.infer<typeof rolesSchema>;

export function customFieldName(field: Pick<CustomField, 'key'>): FieldName {
  return `custom.${field.key}`;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
