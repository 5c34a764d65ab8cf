// What every column of every table may tell of a person, and how it is reached when that person is forgotten. Invariants: a column that
// is not declared here does not exist (a test holds the database to it); whatever may tell of a person says how it is reached.
import { MIRRORS } from '../entities/mirrors/index.ts';
import type { Column, Mirror } from '../entities/mirrors/mirror.ts';

/**
 * none: never about a person. company: about an organisation. identity / contact: names a person or how to reach one. workforce: about
 * our customer's own staff. free-text: may hold anything. fields: what the entity's own declaration says of each field. keyed: a hash that
 * only the holder of the keys can make. sealed: a text that only the holder of the keys can read.
 */
export const COLUMN_CATEGORIES = ['none', 'company', 'identity', 'contact', 'workforce', 'free-text', 'fields', 'keyed', 'sealed'] as const;
export type ColumnCategory = (typeof COLUMN_CATEGORIES)[number];

/**
 * link: goes with the person's link. pointer: the person's id or address is taken out of a record that stays. text: searched, and the
 * person's words redacted. request: of an erasure request; gone when that is over. staff: of people who work with Sauma or are shown by
 * the PSA as users; taken away with them there. expiry: gone by itself after a time that a setting says. kept: what must stay so that
 * the person stays forgotten, or is proof; without the keys it tells nothing.
 */
export const REACHES = ['link', 'pointer', 'text', 'request', 'staff', 'expiry', 'kept'] as const;
export type Reach = (typeof REACHES)[number];

export type ColumnDeclaration =
  | { readonly category: 'none' | 'company' }
  | { readonly category: Exclude<ColumnCategory, 'none' | 'company'>; readonly reachedBy: readonly [Reach, ...Reach[]] };

export type TableDeclaration = Readonly<Record<string, ColumnDeclaration>>;

const columns = (names: string, declared: ColumnDeclaration): TableDeclaration => Object.fromEntries(names.split(' ').map((name) => [name, declared]));
const none = (names: string): TableDeclaration => columns(names, { category: 'none' });
const company = (names: string): TableDeclaration => columns(names, { category: 'company' });
type Personal = Exclude<ColumnCategory, 'none' | 'company'>;
const personal = (category: Personal, names: string, ...reachedBy: readonly [Reach, ...Reach[]]): TableDeclaration => columns(names, { category, reachedBy });
const byStaff = (names: string): TableDeclaration => personal('workforce', names, 'staff');

const OWN: Readonly<Record<string, TableDeclaration>> = {
  workspace: none('name created_at'),
  migration: none('name checksum applied_at'),

  link: none('workspace id entity stage matched_by created_at joined_into part_of targets'),
  side_state: {
    ...none('workspace side entity link_id unbased hash version map_version as_of modified_at gone suspected_at verdict shown_at account'),
    ...personal('identity', 'ref_id', 'link'),
    ...personal('fields', 'fields base_diff handles keys', 'link', 'pointer', 'text'),
    ...byStaff('modified_by'),
  },
  match_key: { ...none('workspace entity side'), ...personal('contact', 'key', 'link', 'pointer'), ...personal('identity', 'ref_id', 'link') },
  dirty_link: none('workspace link_id entity reason priority since mark'),
  lease: none('workspace key epoch expires_at holder'),
  checkpoint: none('workspace feed value'),
  intent: { ...none('workspace link_id side kind at state'), ...personal('fields', 'sent', 'link', 'pointer', 'text') },
  conflict: {
    ...none('workspace id link_id entity field suggestion state since'),
    ...personal('fields', 'base side_values resolution', 'link', 'pointer', 'text'),
    ...byStaff('authors'),
  },
  held: { ...none('workspace link_id entity side field reason since waits_kind waits_entity waits_side position kind'), ...personal('identity', 'waits_on elements', 'link', 'pointer') },
  match_proposal: { ...none('workspace id entity links by reason since state decided_at'), ...byStaff('decided_by') },
  run: none('workspace id kind state started_at finished_at report approved quiet'),
  journal: none('workspace position at run_id link_id entity side action outcome fields reason'),
  quota: none('workspace bucket theoretical_ms held_until_ms granted_ms day day_calls'),
  // Registries of the systems are among them: who may own a record.
  fact: { ...none('workspace name at'), ...byStaff('value') },
  before_image: { ...none('workspace position at run_id link_id entity side kind'), ...personal('identity', 'ref_id', 'link', 'expiry'), ...personal('sealed', 'sealed', 'link', 'pointer', 'expiry') },
  schedule_change: { ...none('workspace name version cron jitter_seconds paused at'), ...byStaff('by') },
  schedule_standing: none('workspace name planned_at run_id'),
  secret: none('workspace name sealed at'),
  ticket: { ...none('workspace purpose hash expires_at'), ...personal('workforce', 'data', 'expiry') },
  webhook_hint: { ...none('workspace side entity kind received_at mark'), ...personal('identity', 'ref_id', 'pointer', 'expiry') },
  rule_override: { ...none('workspace entity field version rule at'), ...byStaff('by') },
  setting_override: { ...none('workspace path version value at'), ...byStaff('by') },
  run_request: { ...none('workspace run_id kind entities approved undoes schedule at'), ...personal('workforce', 'by', 'staff', 'expiry') },
  run_progress: none('workspace run_id step phase done total counts holder'),
  run_difference: { ...none('workspace position run_id entity link_id side kind fields at'), ...personal('sealed', 'sealed', 'link', 'pointer', 'expiry') },
  remark: { ...none('workspace id about record at'), ...personal('free-text', 'words', 'text'), ...byStaff('author') },
  billing_move: none('workspace id at kind ref_id customer project from_state to_state amount currency'),

  register_account: {
    ...none('workspace link_id side ref_id industry lifecycle value_class size_class segments active customer_since last_invoice_on last_seen_on customer_since_up last_invoice_on_up'),
    ...company('name sort_name city'),
    ...byStaff('owner'),
  },
  register_contact: {
    ...none('workspace link_id side account account_ref role language lifecycle mail legal_basis active'),
    ...personal('identity', 'ref_id name sort_name', 'link'),
    ...byStaff('owner'),
  },
  register_sales_case: {
    ...none('workspace link_id side ref_id account account_ref stage state internal expected_order_date lead_source expected_order_date_up value currency probability value_up value_down'),
    ...company('name sort_name'),
    ...byStaff('owner'),
  },
  register_word: { ...none('workspace entity link_id'), ...personal('contact', 'word', 'link') },
  mirror_touch_of: { ...none('workspace kind at touch'), ...personal('identity', 'ref', 'pointer') },
  mirror_touched: none('workspace customer mark'),

  consent_change: { ...none('workspace position link_id allowed on at'), ...personal('contact', 'address', 'link'), ...personal('free-text', 'source', 'link', 'text'), ...byStaff('by') },
  access_log: { ...none('workspace link_id what day count first_at last_at'), ...personal('workforce', 'actor', 'link', 'expiry') },
  restriction: { ...none('workspace id link_id at lifted_at'), ...personal('free-text', 'reason lift_reason', 'link', 'text'), ...byStaff('by lifted_by') },
  rectification: { ...none('workspace id link_id at'), ...personal('free-text', 'asked done', 'link', 'text'), ...byStaff('by') },
  legal_basis: { ...none('workspace id link_id basis on at ended_at'), ...personal('free-text', 'source', 'link', 'text'), ...byStaff('by ended_by') },
  retention_rule: { ...none('workspace id version rule at'), ...byStaff('by') },
  retention_proposal: { ...none('workspace id link_id rule_id quiet_since state at decided_at request_id'), ...byStaff('decided_by') },

  suppression: { ...none('workspace request_id depth at'), ...personal('keyed', 'hash', 'kept') },
  suppression_sighting: { ...none('workspace request_id side entity at'), ...personal('keyed', 'ref_hash', 'request'), ...personal('sealed', 'ref_sealed', 'request') },
  erasure_request: {
    ...none('workspace id version state origin received_at due_on next_at retained_until reappeared_at over_at'),
    ...byStaff('requested_by course'),
    ...personal('sealed', 'sealed', 'request'),
    ...personal('keyed', 'subject_hash', 'kept'),
  },
  erasure_step: { ...none('workspace id request_id version position system kind treatment ground until state attempts problem at'), ...personal('sealed', 'sealed', 'request') },
  // Made so that it names nobody but who approved (erasure/receipt.ts).
  erasure_receipt: { ...none('workspace position request_id at signature'), ...byStaff('body') },

  person: { ...none('workspace language claims granted first_seen_at last_seen_at'), ...personal('workforce', 'id issuer subject name email', 'staff', 'expiry') },
  session: { ...none('workspace id hash claims granted started_at seen_at ended_at'), ...personal('workforce', 'person', 'staff', 'expiry') },
  service_token: { ...none('workspace id name hash roles created_at expires_at last_used_at revoked_at'), ...byStaff('created_by') },
  audit_line: { ...none('workspace id at action target status request_id'), ...personal('workforce', 'actor', 'expiry'), ...personal('keyed', 'actor_key', 'kept') },
  audit_chain: none('workspace number line_id hash'),
  audit_head: none('workspace number hash at signature public_key'),
};

/** What a library brings along, as a whole: its rows hold ids of runs, requests and schedules, and nothing else of ours. */
export const LIBRARY_SCHEMAS: readonly string[] = ['pgboss'];

export const TABLES: Readonly<Record<string, TableDeclaration>> = {
  ...OWN,
  ...Object.fromEntries([...MIRRORS.values()].map((mirror) => [`mirror_${snake(mirror.name)}`, ofMirror(mirror)])),
};

function ofMirror({ columns: declared, person }: Mirror): TableDeclaration {
  const id: ColumnDeclaration = person === undefined ? { category: 'none' } : { category: 'workforce', reachedBy: ['staff'] };
  const own = Object.entries(declared).map(([name, column]) => [snake(name), ofColumn(column)] as const);
  return { ...none('workspace as_of shown_at missing_at'), id, ...Object.fromEntries(own) };
}

function ofColumn({ category }: Column): ColumnDeclaration {
  if (category === 'none' || category === 'company') return { category };
  if (category === 'workforce') return { category, reachedBy: ['staff'] };
  return { category, reachedBy: [category === 'free-text' ? 'text' : 'pointer'] };
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
