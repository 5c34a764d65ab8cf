// Notes, calls, e-mails, meetings and tasks that are about a person, or that only speak of them, as traces. Invariants: what others
// have a part in is never deleted: it is taken off the person and its text redacted; what merely names the person stays where it is.
import { hitsIn } from '../../../core/sensitive-text.ts';
import type { Subject } from '../../../core/subject.ts';
import { AccessError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { Trace } from '../../privacy.ts';
import { askedOf, ATTACHMENTS, HEADERS, HELD } from './held.ts';
import type { EngagementType, TextType } from './held.ts';
import { askingFor, readLinked } from './linked-records.ts';
import type { Linked } from './linked-records.ts';

export interface Own {
  /** Contacts that are surely the person, and those that a person has to judge. */
  readonly sure: ReadonlySet<string>;
  readonly unsure: ReadonlySet<string>;
}

interface EngagementTraces {
  /** In the order of treatment: texts before the ties. */
  readonly traces: readonly Trace[];
  readonly ties: readonly Trace[];
}

const NONE: EngagementTraces = { traces: [], ties: [] };

/** @param ids engagements of one type: the contacts', and those of the records around them */
export async function engagementTraces(http: Http, type: EngagementType, ids: readonly string[], subject: Subject, own: Own): Promise<EngagementTraces> {
  if (ids.length === 0) return NONE;
  try {
    const records = await readLinked(http, askingFor(type, askedOf(type), ['contacts']), ids);
    const each = records.map((linked) => tracesOf(type, linked, subject, own));
    return { traces: each.flatMap(({ traces }) => traces), ties: each.flatMap(({ ties }) => ties) };
  } catch (error) {
    return { ...NONE, traces: [withoutScope(type, HELD[type].kind, error)] };
  }
}

/** Throws again what is not about a right that is missing. */
export function withoutScope(what: string, kind: string, error: unknown): Trace {
  if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
  return { id: `scope:${what}`, kind, treatment: 'manual', sure: true, others: 0, texts: {}, content: {}, reason: 'scope-missing' };
}

function tracesOf(type: EngagementType, linked: Linked, subject: Subject, own: Own): EngagementTraces {
  const { record, links } = linked;
  const contacts = links.get('contacts') ?? [];
  const sureTies = contacts.filter((id) => own.sure.has(id));
  const ties = sureTies.length > 0 ? sureTies : contacts.filter((id) => own.unsure.has(id));
  const others = contacts.filter((id) => !ties.includes(id)).length;
  const sure = sureTies.length > 0;
  const { kind, texts: written } = HELD[type];
  const base = { id: `${type}:${record.id}`, kind, others };
  if (ties.length === 0) {
    const said = spoken(type, record.id, linked, subject, base);
    // What hangs on a record that names the person may be theirs: only somebody who opens it can tell.
    return { traces: said.length === 0 ? [] : [...said, ...filesOf(base.id, record.properties[ATTACHMENTS], false, others)], ties: [] };
  }
  const files = filesOf(base.id, record.properties[ATTACHMENTS], sure && others === 0, others);
  if (others === 0) {
    const texts = shownOf(record.properties, written);
    return { traces: [{ ...base, treatment: 'delete', sure, ties, texts, content: contentOf(type, record.properties) }, ...files], ties: [] };
  }
  const untied = ties.map((id): Trace => ({ id: `${base.id}/contacts:${id}`, kind: 'association', treatment: 'detach', sure, others, texts: {}, content: contentOf(type, record.properties) }));
  return { traces: [...spoken(type, record.id, linked, subject, base), ...files], ties: untied };
}

/** Of a record that stays: the texts in which the person is. */
function spoken(type: EngagementType, id: string, { record }: Linked, subject: Subject, base: Pick<Trace, 'id' | 'kind' | 'others'>): readonly Trace[] {
  const trace = textTrace(type, record.properties, subject, base);
  const readOnly = HELD[type].shown.filter((name) => hitsIn(record.properties[name] ?? '', subject).some((hit) => hit.sure));
  // Whom an e-mail was from and to follows from its headers: only without them nobody can change it.
  const stuck = readOnly.length > 0 && !record.properties[HEADERS];
  const content = shownOf(record.properties, readOnly);
  return [...(trace === null ? [] : [trace]), ...(stuck ? [{ ...base, id: `${type}:${id}/shown`, treatment: 'manual' as const, sure: true, texts: {}, content, reason: 'read-only' }] : [])];
}

/** Null when no text speaks of the person. @param own text properties that the customer has beside HubSpot's */
export function textTrace(type: TextType, properties: Properties, subject: Subject, base: Pick<Trace, 'id' | 'kind' | 'others'>, own: readonly string[] = []): Trace | null {
  const found = [...HELD[type].texts, ...own].flatMap((name) => {
    const text = properties[name] ?? '';
    const hits = text === '' ? [] : hitsIn(text, subject);
    return hits.length === 0 ? [] : [{ name, text, sure: hits.some((hit) => hit.sure) }];
  });
  if (found.length === 0) return null;
  const texts = Object.fromEntries(found.map(({ name, text }) => [name, text]));
  return { ...base, treatment: 'redact', sure: found.some(({ sure }) => sure), texts, content: texts };
}

/** Files lie in a place of their own, which we have no right to. */
function filesOf(owner: string, attached: string | null | undefined, sure: boolean, others: number): readonly Trace[] {
  const ids = (attached ?? '').split(';').map((id) => id.trim()).filter((id) => id !== '');
  return ids.map((id) => ({ id: `files:${owner}/${id}`, kind: 'file', treatment: 'manual', sure, others, texts: {}, content: { [ATTACHMENTS]: id }, reason: 'files-by-hand' }));
}

type Properties = Readonly<Record<string, string | null>>;

function contentOf(type: EngagementType, properties: Properties): Readonly<Record<string, string>> {
  return shownOf(properties, askedOf(type));
}

export function shownOf(properties: Properties, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (properties[name] ? [[name, properties[name]] as const] : [])));
}
