// Home of a record as an answer shows it. Invariant: every property value is text or null; the id, the create date and
// the last-modified date are always among them; unknown names are dropped.
import { inlineName } from './association-types.ts';
import { originOf } from './call.ts';
import type { Call } from './call.ts';
import { linked } from './links.ts';
import { findObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import { liveProperty } from './property-registry.ts';
import { valueOf } from './record.ts';
import type { StoredRecord } from './record.ts';
import { instant } from './wire.ts';

export interface View {
  /** Null: the type's defaults. */
  readonly properties: readonly string[] | null;
  readonly history: readonly string[];
  readonly associations: readonly string[];
}

export const BARE: View = { properties: null, history: [], associations: [] };

/** Bodies of logged e-mails need a scope of their own. */
const EMAIL_BODY = new Set(['hs_email_text', 'hs_email_html', 'hs_email_headers']);
const INLINE_PAGE = 500;

export function present(call: Call, record: StoredRecord, view: View): Record<string, unknown> {
  const { portal } = call;
  const asked = view.properties !== null && view.properties.length > 0 ? view.properties : record.type.defaults;
  const associations = inlineAssociations(call, record, view.associations);
  return {
    id: record.id,
    properties: propertyMap(call, record, { values: record.values, updatedAt: record.updatedAt }, asked),
    ...(view.history.length === 0 ? {} : { propertiesWithHistory: historyMap(portal, record, view.history) }),
    ...envelope(portal, record, record.updatedAt),
    ...(associations === null ? {} : { associations }),
  };
}

export function envelope(portal: Portal, record: StoredRecord, updatedAt: number): Record<string, unknown> {
  return {
    createdAt: instant(record.createdAt),
    updatedAt: instant(updatedAt),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: instant(record.archivedAt) }),
    url: `https://app.hubspot.com/contacts/${portal.settings.portalId}/record/${record.type.typeId}/${record.id}`,
  };
}

export function propertyMap(
  call: Pick<Call, 'portal' | 'scopes'>,
  record: StoredRecord,
  version: { readonly values: StoredRecord['values']; readonly updatedAt: number },
  names: readonly string[],
): Record<string, string | null> {
  const map: Record<string, string | null> = {};
  const hidden = record.type.name === 'emails' && !call.scopes.has('sales-email-read');
  for (const name of [...names, record.type.createdProperty, record.type.modifiedProperty, 'hs_object_id']) {
    if (map[name] !== undefined || liveProperty(call.portal.properties, record.type, name) === null) continue;
    map[name] = hidden && EMAIL_BODY.has(name) ? null : valueOf(record, version, name);
  }
  return map;
}

function historyMap(portal: Portal, record: StoredRecord, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names
      .filter((name) => liveProperty(portal.properties, record.type, name) !== null)
      .map((name) => [
        name,
        (record.history.get(name) ?? []).map(({ value, at, source }) => ({
          value,
          timestamp: instant(at),
          sourceType: source.type,
          ...(source.id === null ? {} : { sourceId: source.id }),
          ...(source.userId === null ? {} : { updatedByUserId: source.userId }),
        })),
      ]),
  );
}

/** Ids by object type; the key is missing when there are none, and a primary company shows twice. */
function inlineAssociations(call: Call, record: StoredRecord, wanted: readonly string[]): Record<string, unknown> | null {
  const { portal } = call;
  const found: Record<string, unknown> = {};
  for (const name of wanted) {
    const to = findObjectType(name);
    if (to === null) continue;
    const links = linked(portal.links, record, to);
    const entries = [...links].flatMap(([id, typeIds]) => {
      const far = tableOf(portal, to).rows.get(id);
      if (far === undefined || far.archivedAt !== null) return [];
      return portal.associationTypes.filter((type) => type.from === record.type.name && typeIds.has(type.typeId)).map((type) => ({ id, type: inlineName(portal.associationTypes, type) }));
    });
    if (entries.length === 0) continue;
    const key = to.name === 'line_items' ? portal.settings.lineItemsKey : to.name;
    const next = entries[INLINE_PAGE]?.id;
    found[key] = {
      results: entries.slice(0, INLINE_PAGE),
      ...(next === undefined
        ? {}
        : { paging: { next: { after: next, link: `${originOf(call.request)}/crm/v4/objects/${record.type.name}/${record.id}/associations/${to.name}?after=${next}` } } }),
    };
  }
  return Object.keys(found).length === 0 ? null : found;
}
