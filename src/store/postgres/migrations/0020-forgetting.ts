// Requests of people to be forgotten, what has to be done for each, the proof, and what is kept so that they stay forgotten: keyed
// hashes only. What tells who a request is about is sealed, and is gone when the request is over.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const forgetting: Migration = {
  name: '0020-forgetting',
  statements: `
${tenantTable('suppression', `
  hash text collate "C" not null,
  request_id text collate "C" not null,
  -- The number of keys it was hashed under: the number before the dot of the hash.
  depth smallint not null generated always as (split_part(hash, '.', 1)::smallint) stored,
  at timestamptz not null,
  primary key (workspace, hash, request_id)`)}
create index on suppression (workspace, request_id);
create index on suppression (workspace, depth);

${tenantTable('suppression_sighting', `
  request_id text collate "C" not null,
  side text not null,
  entity text not null,
  -- Keyed hash of the id it was shown under, so that it is noted once; '' where it had none.
  ref_hash text collate "C" not null,
  -- That id, sealed.
  ref_sealed text,
  at timestamptz not null,
  primary key (workspace, request_id, side, entity, ref_hash)`)}

${tenantTable('erasure_request', `
  id text collate "C" not null,
  version integer not null,
  state text not null,
  origin text not null,
  requested_by text not null,
  received_at timestamptz not null,
  due_on date not null,
  -- Who did what of it when: identity, approval, extension, refusal, checks. Names of staff, and of nobody else.
  course jsonb not null,
  next_at timestamptz,
  retained_until date,
  reappeared_at timestamptz,
  over_at timestamptz,
  sealed text,
  subject_hash text collate "C" not null,
  primary key (workspace, id)`)}
create index on erasure_request (workspace, received_at desc, id desc);
create index on erasure_request (workspace, subject_hash);
create index on erasure_request (workspace, next_at) where next_at is not null;

${tenantTable('erasure_step', `
  id text collate "C" not null,
  request_id text collate "C" not null,
  version integer not null,
  position integer not null,
  system text not null,
  kind text not null,
  treatment text not null,
  ground text,
  until date,
  state text not null,
  attempts integer not null,
  problem text,
  at timestamptz not null,
  sealed text,
  primary key (workspace, id),
  foreign key (workspace, request_id) references erasure_request (workspace, id) on delete cascade`)}
create index on erasure_step (workspace, request_id, position, id);

${tenantTable('erasure_receipt', `
  position bigint generated always as identity,
  request_id text collate "C" not null,
  at timestamptz not null,
  body text not null,
  signature text not null,
  primary key (workspace, position)`)}
create index on erasure_receipt (workspace, request_id, position);
`,
};
