// The texts of one kind of record: a person taken out of those that stay, those that go emptied. Invariants: only the text that was
// decided on is replaced: one that somebody has changed since is read and decided on again; what others have a part in by now does not
// go; a text is emptied before its record goes to the recycle bin, where it would lie for 90 days more.
import { REDACTED } from '../../../core/sensitive-text.ts';
import { RejectedError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { TreatOrder, TreatOutcome } from '../../privacy.ts';
import { readLinks } from '../link-reads.ts';
import { batchRead } from '../object-reads.ts';
import { BUCKET, PAGE, routes } from '../paths.ts';
import { HELD } from './held.ts';
import type { TextType } from './held.ts';
import { askingFor } from './linked-records.ts';
import type { Target } from './target.ts';
import { failureOf, writeTexts } from './write-texts.ts';

export const TIED_TO_OTHERS = 'tied-to-others';

/**
 * Per hundred of either: a look at what is to be redacted, one at whom else that goes is tied to, one write of all, and one call that
 * archives what goes.
 * @param own contacts that are the person
 */
export async function overwrite(http: Http, type: TextType, targets: readonly Target[], own: ReadonlySet<string>): Promise<ReadonlyMap<TreatOrder, TreatOutcome>> {
  const outcomes = new Map<TreatOrder, TreatOutcome>();
  const going = await goingOf(http, type, targets.filter(({ order }) => order.treatment === 'delete'), own, outcomes);
  const changing = await changingOf(http, type, targets.filter(({ order }) => order.treatment === 'redact'), outcomes);
  const empty = Object.fromEntries([...HELD[type].texts, ...HELD[type].emptied].map((name) => [name, '']));
  const rows = [...changing.map(({ id, order }) => ({ id, properties: wantedOf(type, order) })), ...going.map(({ id }) => ({ id, properties: empty }))];
  const written = await writeTexts(http, type, rows);
  for (const { order, id } of [...changing, ...going]) {
    const outcome = written.get(id);
    if (outcome !== undefined) outcomes.set(order, outcome === 'written' ? done('redacted') : outcome === 'absent' ? done('absent') : outcome);
  }
  // A record that may not be changed may still be deleted, and goes with the contact.
  await archive(http, type, going.filter(({ id }) => written.get(id) === 'written' || isRejected(written.get(id))), outcomes);
  return outcomes;
}

async function changingOf(http: Http, type: TextType, targets: readonly Target[], outcomes: Map<TreatOrder, TreatOutcome>): Promise<readonly Target[]> {
  if (targets.length === 0) return [];
  try {
    const records = await batchRead({ http, map: { type } }, askingFor(type, [...new Set(targets.flatMap(({ order }) => Object.keys(order.texts)))]), targets.map(({ id }) => id));
    const present = new Map(records.map((record) => [record.id, record.properties]));
    return targets.filter(({ order, id }) => {
      const outcome = standOf(type, order, present.get(id));
      if (outcome !== null) outcomes.set(order, outcome);
      return outcome === null;
    });
  } catch (error) {
    for (const { order } of targets) outcomes.set(order, failureOf(error));
    return [];
  }
}

/** Without what was tied to somebody else after it had been decided on: whether that goes is a person's to say. */
async function goingOf(http: Http, type: TextType, targets: readonly Target[], own: ReadonlySet<string>, outcomes: Map<TreatOrder, TreatOutcome>): Promise<readonly Target[]> {
  if (targets.length === 0) return [];
  try {
    const links = await readLinks(http, type, 'contacts', targets.map(({ id }) => id));
    return targets.filter(({ order, id }) => {
      const isTied = [...(links.get(id)?.keys() ?? [])].some((contact) => !own.has(contact) && !order.trace.ties?.includes(contact));
      if (isTied) outcomes.set(order, { kind: 'rejected', error: new RejectedError(TIED_TO_OTHERS, 'Somebody else has been added to it in HubSpot since it was looked at; take the person out of it there by hand') });
      return !isTied;
    });
  } catch (error) {
    for (const { order } of targets) outcomes.set(order, failureOf(error));
    return [];
  }
}

/** A property of the customer's own that held nothing but the person may be one for an address or a number, which takes no other words. */
function wantedOf(type: TextType, { texts, trace }: TreatOrder): Readonly<Record<string, string>> {
  const isWhole = (name: string, text: string): boolean => HELD[type].whole.includes(name) || (!HELD[type].texts.includes(name) && text.trim() === REDACTED);
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, isWhole(name, text) && text !== trace.texts[name] ? '' : text]));
}

/** Null: it stands as it was decided on. */
function standOf(type: TextType, order: TreatOrder, now: Readonly<Record<string, string | null>> | undefined): TreatOutcome | null {
  if (now === undefined) return done('absent');
  const wanted = Object.entries(wantedOf(type, order));
  if (wanted.every(([name, text]) => (now[name] ?? '') === text)) return done('redacted');
  return wanted.some(([name, text]) => ![text, order.trace.texts[name] ?? ''].includes(now[name] ?? '')) ? { kind: 'moved' } : null;
}

async function archive(http: Http, type: TextType, targets: readonly Target[], outcomes: Map<TreatOrder, TreatOutcome>): Promise<void> {
  for (let start = 0; start < targets.length; start += PAGE) {
    const chunk = targets.slice(start, start + PAGE);
    const inputs = chunk.map(({ id }) => ({ id }));
    const outcome = await http.call({ ...routes.batch(type, 'archive'), json: { inputs }, bucket: BUCKET, replay: 'repeat', reply: null }).then(() => done('deleted'), failureOf);
    for (const { order } of chunk) outcomes.set(order, outcome);
  }
}

function isRejected(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'rejected';
}

function done(how: 'redacted' | 'absent' | 'deleted'): TreatOutcome {
  return { kind: 'done', how };
}
