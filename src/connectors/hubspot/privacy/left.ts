// A cheap look for what is left of a person. Invariants: what the index still shows of a record that is gone is nothing; only what is
// sure counts, for a namesake whom a person has let be would be found for ever.
import { hitsIn } from '../../../core/sensitive-text.ts';
import type { Subject } from '../../../core/subject.ts';
import { isAsFound } from '../../../core/text-mark.ts';
import type { Http } from '../../http.ts';
import type { Trace } from '../../privacy.ts';
import { batchRead } from '../object-reads.ts';
import type { WireRecord } from '../wire.ts';
import { idsOf } from './contacts.ts';
import { shownOf } from './engagements.ts';
import { findPeople } from './find-people.ts';
import { HELD, isTextType } from './held.ts';
import { askingFor } from './linked-records.ts';
import { IDENTITY, isSomebodyElse, personOf } from './person.ts';

/** A read by ids, a search, and a read per kind of record whose texts were redacted. */
export async function leftOf(http: Http, subject: Subject, treated: readonly Trace[]): Promise<readonly Trace[]> {
  return [...(await textsLeft(http, subject, treated)), ...(await peopleLeft(http, subject, treated))];
}

async function peopleLeft(http: Http, subject: Subject, treated: readonly Trace[]): Promise<readonly Trace[]> {
  const erased = new Map(treated.filter(({ kind }) => kind === 'contact').map((trace) => [idIn(trace), trace.content]));
  const known = [...new Set([...idsOf(subject), ...erased.keys()])];
  const read = (ids: readonly string[]): Promise<WireRecord[]> => batchRead({ http, map: { type: 'contacts' } }, askingFor('contacts', IDENTITY), ids);
  const isSure = (record: WireRecord): boolean => personOf(record, subject, false)?.sure === true;
  const standing = (await read(known)).filter((record) => {
    const content = erased.get(record.id);
    // One that a person was sure of, unless it was given to a successor since.
    return isSure(record) || (content !== undefined && !isSomebodyElse(content, record.properties));
  });
  const shown = (await findPeople(http, subject, 'narrow')).filter((record) => !known.includes(record.id) && isSure(record));
  const found = [...standing, ...(await read(shown.map(({ id }) => id))).filter(isSure)];
  return found.map(({ id, properties }) => ({ id: `contacts:${id}`, kind: 'contact', treatment: 'delete', sure: true, others: 0, texts: {}, content: shownOf(properties, IDENTITY) }));
}

async function textsLeft(http: Http, subject: Subject, treated: readonly Trace[]): Promise<readonly Trace[]> {
  const redacted = treated.filter(({ treatment, id }) => treatment === 'redact' && !id.includes('/'));
  const left: Trace[] = [];
  for (const [type, traces] of Map.groupBy(redacted, ({ id }) => id.split(':')[0] ?? '')) {
    if (!isTextType(type)) continue;
    const names = [...new Set([...HELD[type].texts, ...traces.flatMap(({ texts }) => Object.keys(texts))])];
    const records = new Map((await batchRead({ http, map: { type } }, askingFor(type, names), traces.map((trace) => idIn(trace)))).map((record) => [record.id, record]));
    left.push(...traces.flatMap((trace) => stillThere(names, trace, subject, records.get(idIn(trace)))));
  }
  return left;
}

/** As it stood, though it was to be changed; or the person is in it again. */
function stillThere(names: readonly string[], trace: Trace, subject: Subject, record: WireRecord | undefined): readonly Trace[] {
  const texts = names.flatMap((name) => {
    const text = record?.properties[name] ?? '';
    const isLeft = text !== '' && (isAsFound(trace.texts[name], text) || hitsIn(text, subject).some((hit) => hit.sure));
    return isLeft ? [[name, text] as const] : [];
  });
  return texts.length === 0 ? [] : [{ ...trace, texts: Object.fromEntries(texts), content: Object.fromEntries(texts) }];
}

function idIn({ id }: Trace): string {
  return id.slice(id.indexOf(':') + 1);
}
