// Companies, deals and tickets that a person is tied to: their own texts that name the person, and the engagements on them. Invariant:
// they stay, for they are the customer's too; of a company's name a machine is never sure, for a firm may be called as its owner is.
import { hitsIn } from '../../../core/sensitive-text.ts';
import type { RecordAddress, Subject } from '../../../core/subject.ts';
import type { Http } from '../../http.ts';
import type { Trace } from '../../privacy.ts';
import type { WireRecord } from '../wire.ts';
import { textTrace, withoutScope } from './engagements.ts';
import { AROUND, askedOf, COMPANY_PHONE, ENGAGEMENTS } from './held.ts';
import type { AroundType, EngagementType } from './held.ts';
import { askingFor, readLinked } from './linked-records.ts';

export interface Surroundings {
  readonly records: readonly { readonly type: AroundType; readonly record: WireRecord }[];
  /** Of each type that is among them: text properties beside those of HELD. */
  readonly own: ReadonlyMap<AroundType, readonly string[]>;
  /** Ids of the engagements on them. */
  readonly engagements: ReadonlyMap<EngagementType, readonly string[]>;
  /** Those of companies. */
  readonly phones: readonly string[];
  /** What may not be looked at. */
  readonly unread: readonly Trace[];
}

const ENTITY: Readonly<Record<Exclude<AroundType, 'tickets'>, RecordAddress['entity']>> = { companies: 'account', deals: 'salesCase' };
const NAME = 'name';

export type OwnTexts = (type: AroundType) => Promise<readonly string[]>;

/** @param tickets ids of those that the person is tied to: no entity of ours is one */
export async function lookAround(http: Http, subject: Subject, tickets: readonly string[], ownTexts: OwnTexts): Promise<Surroundings> {
  const records: { readonly type: AroundType; readonly record: WireRecord }[] = [];
  const engagements = new Map<EngagementType, readonly string[]>();
  const unread: Trace[] = [];
  const own = new Map<AroundType, readonly string[]>();
  for (const type of AROUND) {
    const ids = type === 'tickets' ? tickets : [...new Set(subject.around.filter(({ side, entity }) => side === 'crm' && entity === ENTITY[type]).map(({ id }) => id))];
    if (ids.length === 0) continue;
    try {
      const more = await ownTexts(type);
      own.set(type, more);
      for (const { record, links } of await readLinked(http, askingFor(type, [...askedOf(type), ...more], ENGAGEMENTS), ids)) {
        records.push({ type, record });
        for (const each of ENGAGEMENTS) engagements.set(each, [...(engagements.get(each) ?? []), ...(links.get(each) ?? [])]);
      }
    } catch (error) {
      unread.push(withoutScope(type, 'text', error));
    }
  }
  const phones = records.flatMap(({ type, record }) => (type === 'companies' ? (record.properties[COMPANY_PHONE] ?? []) : []));
  return { records, own, engagements, phones, unread };
}

/** @param subject without what others have too */
export function aroundTraces({ records, own }: Surroundings, subject: Subject): readonly Trace[] {
  return records.flatMap(({ type, record }) => {
    const base = { id: `${type}:${record.id}`, kind: 'text', others: 0 };
    const { [NAME]: name, ...texts } = record.properties;
    const trace = textTrace(type, texts, subject, base, own.get(type));
    return [...(trace === null ? [] : [trace]), ...(type === 'companies' && name && hitsIn(name, subject).length > 0 ? [nameTrace(base, name)] : [])];
  });
}

/** The name of a firm is decided on by itself. */
function nameTrace(base: Pick<Trace, 'id' | 'kind' | 'others'>, name: string): Trace {
  return { ...base, id: `${base.id}/${NAME}`, treatment: 'manual', sure: false, texts: { [NAME]: name }, content: { [NAME]: name }, reason: 'company-name' };
}
