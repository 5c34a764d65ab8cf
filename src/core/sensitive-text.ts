// Free text that names a person: where, and what is left of it when the person is taken out. Sure hits (an address, a number, the
// full name) may be redacted by a machine; unsure ones (a first name alone, a name in a Finnish case) only by a person's word.
// The time it takes grows with the length of the text and no faster.
import { addressHits, addressesOf } from './address-in-text.ts';
import type { Addresses } from './address-in-text.ts';
import { encodedRuns } from './encoded-run.ts';
import { nameHits } from './name-in-text.ts';
import { namesOf } from './name-words.ts';
import type { Names } from './name-words.ts';
import { foldedOf, foldedTextsOf, readingsOf, TAG } from './readable-text.ts';
import type { Reading } from './readable-text.ts';
import type { Subject } from './subject.ts';
import type { Hit } from './text-hit.ts';

export type { Hit } from './text-hit.ts';

/** Stands where the person was. */
export const REDACTED = '[poistettu]';

type Sought = Pick<Subject, 'names' | 'emails' | 'phones' | 'refs'>;

interface Wanted {
  readonly addresses: Addresses;
  readonly names: Names;
}

const prepared = new WeakMap<Sought, Wanted>();

/** In order, none over another. What a hit is in an encoded run (base64, hexadecimal), the whole run is. */
export function hitsIn(text: string, subject: Sought): readonly Hit[] {
  const wanted = wantedOf(subject);
  const readable = readingsOf(text).flatMap((reading) => hitsOf(reading, wanted));
  const encoded = encodedRuns(text).flatMap(({ from, to, says }): Hit[] => {
    const hits = says.flatMap((said) => readingsOf(said).flatMap((reading) => hitsOf(reading, wanted)));
    const [hit] = hits.toSorted((a, b) => Number(b.sure) - Number(a.sure));
    return hit === undefined ? [] : [{ ...hit, from, to }];
  });
  return apart([...readable, ...encoded].flatMap((hit) => besideTags(text, hit)));
}

/** Whether a sure one is among the hits: what nearly every text of a whole database is asked, and nearly none affirms. */
export function isSureIn(text: string, subject: Sought): boolean {
  const wanted = wantedOf(subject);
  const says = [text, ...encodedRuns(text).flatMap((run) => run.says)];
  return says.some((said) => foldedTextsOf(said).some((folded) => mayBeSure(folded, wanted))) && hitsIn(text, subject).some(({ sure }) => sure);
}

/** @param which `all`: unsure hits too, because a person has said so */
export function redacted(text: string, hits: readonly Hit[], which: 'sure' | 'all'): string {
  const gone = hits.filter((hit) => hit.sure || which === 'all').toSorted((a, b) => b.from - a.from);
  return gone.reduce((left, { from, to }) => `${left.slice(0, from)}${REDACTED}${left.slice(to)}`, text);
}

function wantedOf(subject: Sought): Wanted {
  const known = prepared.get(subject);
  if (known !== undefined) return known;
  const wanted = { addresses: addressesOf(subject), names: namesOf(subject.names) };
  prepared.set(subject, wanted);
  return wanted;
}

function mayBeSure(folded: string, { addresses, names }: Wanted): boolean {
  return [...names.sequences.values()].some((of) => of.some(({ words }) => words.every((word) => folded.includes(word)))) || addressHits(folded, addresses).some(({ sure }) => sure);
}

function hitsOf(reading: Reading, { addresses, names }: Wanted): Hit[] {
  const folded = foldedOf(reading);
  return [...addressHits(folded.text, addresses), ...nameHits(folded, names)].map((hit) => ({ ...hit, from: folded.from[hit.from] as number, to: folded.to[hit.to - 1] as number }));
}

/** Marks of HTML inside a hit stay, so that the rest of the page keeps its shape. */
function besideTags(text: string, hit: Hit): readonly Hit[] {
  const inside = text.slice(hit.from, hit.to);
  const pieces: Hit[] = [];
  let done = 0;
  for (const { index, 0: tag } of [...inside.matchAll(TAG), { index: inside.length, 0: '' }]) {
    if (inside.slice(done, index).trim() !== '') pieces.push({ ...hit, from: hit.from + done, to: hit.from + index });
    done = index + tag.length;
  }
  return pieces;
}

/** Sure ones that overlap become one; of an unsure one what no sure one covers is left. */
function apart(hits: readonly Hit[]): readonly Hit[] {
  const sure = joined(hits.filter((hit) => hit.sure));
  const left: Hit[] = [];
  let next = 0;
  for (const hit of joined(hits.filter((one) => !one.sure))) {
    let { from } = hit;
    while (next < sure.length && (sure[next] as Hit).to <= from) next += 1;
    for (let at = next; at < sure.length && (sure[at] as Hit).from < hit.to; at += 1) {
      const over = sure[at] as Hit;
      if (over.from > from) left.push({ ...hit, from, to: over.from });
      from = Math.max(from, over.to);
    }
    if (from < hit.to) left.push({ ...hit, from });
  }
  return [...sure, ...left].toSorted((a, b) => a.from - b.from);
}

function joined(hits: readonly Hit[]): readonly Hit[] {
  const done: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = done.at(-1);
    if (last === undefined || hit.from >= last.to) done.push(hit);
    else if (hit.to > last.to) done[done.length - 1] = { ...last, to: hit.to };
  }
  return done;
}
