// Home of the changes HubSpot makes by itself after a write, each behind a switch. Invariant: an automation moves a
// lifecycle stage forward only, and its changes carry its own source, not the writer's.
import { defaultType, linkEnds } from './association-rules.ts';
import { lifecycleRank } from './examine.ts';
import { linked } from './links.ts';
import { OBJECT_TYPES } from './object-types.ts';
import type { ObjectType, ObjectTypeName } from './object-types.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import type { Source, StoredRecord, Values } from './record.ts';
import { changeRecord, insertRecord } from './records.ts';

const AUTOMATION: Source = { type: 'AUTOMATION_PLATFORM', id: 'enrollmentId:1', userId: null };
const COMPANY_INSIGHTS: Source = { type: 'COMPANIES', id: null, userId: null };

export function afterCreate(portal: Portal, record: StoredRecord, now: number): void {
  const { automations } = portal.settings;
  if (record.type.name === 'deals' && automations.dealLifecycle) {
    advanceLinked(portal, record, ['contacts', 'companies'], record.values['hs_is_closed_won'] === 'true' ? 'customer' : 'opportunity', now);
  }
  if (record.type.name === 'contacts' && automations.companyFromEmailDomain) companyFromDomain(portal, record, now);
}

export function afterUpdate(portal: Portal, record: StoredRecord, before: Values, now: number): void {
  const { automations } = portal.settings;
  const won = record.values['hs_is_closed_won'] === 'true' && before['hs_is_closed_won'] !== 'true';
  if (record.type.name === 'deals' && won && automations.dealLifecycle) advanceLinked(portal, record, ['contacts', 'companies'], 'customer', now);
  const stage = record.values['lifecyclestage'];
  if (record.type.name === 'companies' && automations.companyStageToContacts && stage && stage !== before['lifecyclestage']) {
    advanceLinked(portal, record, ['contacts'], stage, now);
  }
}

function typeNamed(name: ObjectTypeName): ObjectType | undefined {
  return OBJECT_TYPES.find((type) => type.name === name);
}

function advanceLinked(portal: Portal, record: StoredRecord, names: readonly ObjectTypeName[], stage: string, now: number): void {
  for (const type of names.flatMap((name) => typeNamed(name) ?? [])) {
    for (const id of linked(portal.links, record, type).keys()) {
      const far = tableOf(portal, type).rows.get(id);
      if (far === undefined || far.archivedAt !== null) continue;
      const current = far.values['lifecyclestage'];
      if (current && lifecycleRank(portal, type, current) >= lifecycleRank(portal, type, stage)) continue;
      changeRecord(portal, far, { lifecyclestage: stage }, AUTOMATION, now);
    }
  }
}

function companyFromDomain(portal: Portal, contact: StoredRecord, now: number): void {
  const domain = contact.values['hs_email_domain'];
  const companies = typeNamed('companies');
  if (!domain || companies === undefined || linked(portal.links, contact, companies).size > 0) return;
  const rows = [...tableOf(portal, companies).rows.values()];
  const found = rows.find((company) => company.archivedAt === null && company.values['domain'] === domain);
  const company = found ?? insertRecord(portal, companies, { domain }, { createdAt: now, updatedAt: now, source: COMPANY_INSIGHTS });
  linkEnds(portal, contact, company, [defaultType(portal, contact.type, companies)], COMPANY_INSIGHTS, now);
}
